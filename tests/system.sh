#!/usr/bin/env bash
# System packages the browser tests need: looked for first, installed only when missing and permitted.
set -u
missing=()
[ -x /usr/bin/chromium ] || missing+=(chromium)
[ -e /usr/share/fonts/truetype/noto/NotoColorEmoji.ttf ] || missing+=(fonts-noto-color-emoji)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Not installed: ${missing[*]}. Install them (sudo apt-get install ${missing[*]}) to run the browser tests too."
    exit 0
fi
echo "Installing ${missing[*]} for the browser tests ..."
export DEBIAN_FRONTEND=noninteractive
options=(-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -qq)
apt-get "${options[@]}" update >/dev/null &&
    apt-get "${options[@]}" install -y --no-install-recommends --no-upgrade "${missing[@]}" >/dev/null ||
    echo "Could not install ${missing[*]}: the browser tests will be skipped, in CI they will fail."
exit 0
