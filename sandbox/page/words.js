/* Every text of the page in English and Russian, and dates in the local form. */

const WORDS = {
  sandbox: ["sandbox", "песочница"],
  title: ["Kopilka: the sandbox", "Копилка: песочница"],
  product: ["Kopilka", "Копилка"],
  try_next: ["Try next", "Что попробовать"],
  hint_join: ["Customer: press Start and join", "Покупатель: нажмите «Старт» и вступите"],
  hint_card: ["Customer: open the card with /card", "Покупатель: откройте карту командой /card"],
  hint_scan: ["Cashier: scan the customer’s card", "Кассир: отсканируйте карту покупателя"],
  hint_amount: ["Cashier: type the amount, for example 450", "Кассир: введите сумму, например 450"],
  hint_confirm: ["Cashier: check the sale and confirm it", "Кассир: проверьте покупку и подтвердите"],
  hint_pay: [
    "Cashier: scan the card again, type 150 and press “Take”",
    "Кассир: отсканируйте карту ещё раз, введите 150 и нажмите «Списать»",
  ],
  hint_agree: ["Customer: answer the question about the points", "Покупатель: ответьте на вопрос о баллах"],
  hint_rewards: [
    "Customer: choose a reward, then let the cashier scan your card",
    "Покупатель: выберите награду, потом дайте отсканировать карту",
  ],
  hint_invite: ["Customer: invite a friend with /invite", "Покупатель: пригласите друга командой /invite"],
  hint_program: ["Owner: open the rules with /program", "Владелец: откройте правила командой /program"],
  hint_rate: [
    "Owner: change the rate and see what it would have cost",
    "Владелец: измените процент и посмотрите, во что это обошлось бы",
  ],
  hint_alerts: [
    "Owner: an alert and a receipt wait for you, /alerts and /receipts",
    "Владелец: вас ждут сигнал и присланный чек, команды /alerts и /receipts",
  ],
  hint_scanner: [
    "Cashier: send /sale and open the scanner, for many customers in a row",
    "Кассир: отправьте /sale и откройте сканер, в нём удобно, когда очередь",
  ],
  hint_enrolled: [
    "Choose Павел Белый on the customer’s phone: he was enrolled by phone, press Start and find his points",
    "Покупатель: выберите в телефоне Павла Белого, его записали на кассе. «Старт», и баллы найдутся",
  ],
  hint_done: [
    "There is more: the cashier’s /today and /shift, the POS program and the clock at the top",
    "Ещё не всё: /today и /shift у кассира, кассовая программа и часы наверху",
  ],
  customer: ["Customer", "Покупатель"],
  cashier: ["Cashier", "Кассир"],
  owner: ["Owner", "Владелец"],
  tabs: ["Which phone to show", "Какой телефон показать"],
  clock: ["Sandbox date", "Дата в песочнице"],
  forward_day: ["+1 day", "+1 день"],
  forward_month: ["+1 month", "+1 месяц"],
  forward_day_ask: ["Move the clock one day forward?", "Перевести часы на день вперёд?"],
  forward_month_ask: ["Move the clock one month forward?", "Перевести часы на месяц вперёд?"],
  forward_note: [
    "Everything due in that time will happen. The clock cannot go back.",
    "Случится всё, что назначено на это время. Назад часы не переводятся.",
  ],
  forward_do: ["Move the clock", "Перевести"],
  forward_busy: ["Time is passing…", "Время идёт…"],
  add_person: ["Add a person", "Добавить человека"],
  add_title: ["A new person", "Новый человек"],
  first_name: ["First name", "Имя"],
  last_name: ["Last name", "Фамилия"],
  username: ["Username", "Имя пользователя"],
  phone_number: ["Phone number", "Телефон"],
  telegram_language: ["Telegram’s language", "Язык Telegram"],
  on_phone: ["Give the phone of", "Дать телефон"],
  optional: ["optional", "необязательно"],
  add: ["Add", "Добавить"],
  flood: ["Flood limits", "Лимиты рассылки"],
  flood_note: ["Answer “too many requests” as Telegram does", "Отвечать «слишком много запросов», как Telegram"],
  language: ["Язык страницы: русский", "Page language: English"],
  language_short: ["RU", "EN"],
  more: ["Sandbox controls", "Управление песочницей"],
  cancel: ["Cancel", "Отмена"],
  close: ["Close", "Закрыть"],
  ok: ["OK", "Понятно"],
  gone: ["The sandbox is not answering. Trying again…", "Песочница не отвечает. Пробуем снова…"],
  bot: ["bot", "бот"],
  typing: ["typing", "печатает"],
  person: ["Whose phone", "Чей телефон"],
  phone_menu: ["Phone menu", "Меню телефона"],
  block: ["Block the bot", "Заблокировать бота"],
  unblock: ["Unblock the bot", "Разблокировать бота"],
  blocked: ["You blocked this bot.", "Вы заблокировали бота."],
  scan: ["Scan the card", "Сканировать карту"],
  scan_of: ["Scan the screen: {name}", "Сканировать экран: {name}"],
  scanning: ["Looking at the screen: {name}", "Смотрим на экран: {name}"],
  scan_found: ["Found", "Код найден"],
  scan_none: ["No code on this screen", "На экране нет кода"],
  scan_none_note: [
    "Ask {name} to open the card with /card, then scan again.",
    "Попросите открыть карту командой /card и отсканируйте ещё раз. Сейчас это экран: {name}.",
  ],
  scan_text: ["The code says: {text}", "В коде написано: {text}"],
  messages: ["Messages", "Сообщения"],
  to_bottom: ["To the newest message", "К новым сообщениям"],
  empty: ["No messages here yet", "Здесь пока нет сообщений"],
  empty_note: ["Press Start to talk to the bot.", "Нажмите «Старт», чтобы начать разговор с ботом."],
  start: ["Start", "Старт"],
  entry: ["Message", "Сообщение"],
  send: ["Send", "Отправить"],
  menu: ["Menu", "Меню"],
  commands: ["The bot’s commands", "Команды бота"],
  attach: ["Attach", "Прикрепить"],
  photo: ["Photo", "Фото"],
  video: ["Video", "Видео"],
  contact_own: ["My contact", "Мой контакт"],
  contact_foreign: ["Somebody else’s contact", "Чужой контакт"],
  keyboard_show: ["Show the keyboard", "Показать клавиатуру"],
  keyboard_hide: ["Hide the keyboard", "Скрыть клавиатуру"],
  enlarge: ["Enlarge the photo", "Увеличить фото"],
  edited: ["edited", "изменено"],
  spoiler: ["Show hidden text", "Показать скрытый текст"],
  copied: ["Copied", "Скопировано"],
  not_copied: ["Could not copy. Here it is: {text}", "Не удалось скопировать. Вот текст: {text}"],
  pick_person: ["Choose a person", "Выберите человека"],
  nobody: ["There is nobody else yet. Add a person first.", "Больше никого нет. Сначала добавьте человека."],
  today: ["Today", "Сегодня"],
  till_open: ["POS", "Касса"],
  till_title: ["POS program", "Кассовая программа"],
  till_note: ["A program at the counter that speaks to the till API.", "Программа на кассе: работает через кассовый API."],
  till_card: ["Card number or phone", "Номер карты или телефон"],
  till_read: ["Scan the customer's screen", "Считать с телефона покупателя"],
  till_amount: ["Receipt, ₽", "Чек, ₽"],
  till_quote: ["Reckon", "Посчитать"],
  till_customer: ["{name} · {points} points", "{name} · баллов: {points}"],
  till_quoted: ["To pay {money} ₽, +{earn} points", "К оплате {money} ₽, баллов +{earn}"],
  till_book: ["Book +{earn}", "Провести +{earn}"],
  till_spend: ["Take {points}", "Списать {points}"],
  till_waiting: ["The customer is being asked for {points} points…", "Ждём ответа покупателя: {points}"],
  till_booked: ["Booked: +{earn}. On the card: {total}", "Проведено: +{earn}. На карте: {total}"],
  till_paid: ["Booked: −{spent}, +{earn}. On the card: {total}", "Проведено: −{spent}, +{earn}. На карте: {total}"],
  till_refund: ["Refund it all", "Вернуть всё"],
  till_refunded: ["Refunded: {money} ₽ in money, {points} points back", "Возврат: {money} ₽ деньгами, баллов возвращено: {points}"],
  till_again: ["Next customer", "Следующий"],
  till_silent: ["The till API does not answer.", "Кассовый API не отвечает."],
  till_journal: ["Requests", "Запросы"],
  failed: ["It did not work: {text}", "Не получилось: {text}"],
};

const KEPT_LANGUAGE = "kopilka.language";
const bound = new Map();
const listeners = [];
let language = firstLanguage();

function firstLanguage() {
  const kept = localStorage.getItem(KEPT_LANGUAGE);
  if (kept === "ru" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("ru") ? "ru" : "en";
}

/** The text of a key in the page's language, `{name}` places filled in. */
export function t(key, values = {}) {
  const text = WORDS[key][language === "ru" ? 1 : 0];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export const knows = (key) => key in WORDS;
export const currentLanguage = () => language;

/** Word a lasting node now and after each change of language; `part` is a property or an aria attribute. */
export function say(node, key, part = "textContent") {
  bound.set(node, { ...bound.get(node), [part]: key });
  write(node, part, key);
  return node;
}

function write(node, part, key) {
  if (part.startsWith("aria-")) node.setAttribute(part, t(key));
  else node[part] = t(key);
}

export function onLanguage(listener) {
  listeners.push(listener);
}

export function switchLanguage() {
  language = language === "ru" ? "en" : "ru";
  localStorage.setItem(KEPT_LANGUAGE, language);
  dress();
  listeners.forEach((listener) => listener());
}

/** Put the language on the document and on every bound node. */
export function dress() {
  document.documentElement.lang = language;
  document.title = t("title");
  for (const [node, parts] of bound) {
    for (const [part, key] of Object.entries(parts)) write(node, part, key);
  }
}

const form = (date, options) => new Intl.DateTimeFormat(language, options).format(date);

export const formatTime = (date) => form(date, { hour: "2-digit", minute: "2-digit", hour12: false });

export const formatDate = (date) =>
  form(date, { day: "numeric", month: "long", year: "numeric" }).replace(/\sг\.$/, "");

/** A day heading in a chat: "Today", or the date, with the year when it is not `now`'s. */
export function formatDay(date, now) {
  if (date.toDateString() === now.toDateString()) return t("today");
  if (date.getFullYear() !== now.getFullYear()) return formatDate(date);
  return form(date, { day: "numeric", month: "long" });
}
