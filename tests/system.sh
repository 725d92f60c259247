#!/usr/bin/env bash
# Debian packages: looked for first, installed only when missing and permitted.
#   system.sh setup    what `make setup` needs: the module that makes virtual environments
#   system.sh test     what the browser tests need: Chromium, and a font with emoji
set -u
missing=()
case "${1:-}" in
setup)
    "${PY:-python3.11}" -c 'import ensurepip' 2>/dev/null || missing+=(python3.11-venv)
    ;;
test)
    [ -x /usr/bin/chromium ] || missing+=(chromium)
    [ -e /usr/share/fonts/truetype/noto/NotoColorEmoji.ttf ] || missing+=(fonts-noto-color-emoji)
    ;;
esac
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "Missing on this machine: ${missing[*]}. Install with: sudo apt-get install ${missing[*]}"
    [ "$1" = test ] && echo "Until then the browser tests are skipped (in CI they fail)."
    exit 0
fi
echo "Installing ${missing[*]} ..."
export DEBIAN_FRONTEND=noninteractive
options=(-o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -qq)
apt-get "${options[@]}" update >/dev/null &&
    apt-get "${options[@]}" install -y --no-install-recommends --no-upgrade "${missing[@]}" >/dev/null ||
    echo "Could not install ${missing[*]}."
exit 0
