/**
 * What people choose first, as it is compared: small letters, without what stands around them. A password that is one of
 * these with digits or signs added is as easy to guess.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `password passw0rd passwort parol parolparol gfhjkm gfhjkmgfhjkm gfhjkmrf пароль парольпароль мойпароль mypassword
  newpassword qwerty qwertyuiop qwertyui qwertyqwerty qwertyasdfgh qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm qazwsx
  qazwsxedc qazwsxedcrfv zaqxsw zaqwsx asdfgh asdfghjkl asdfasdf asdfghjklqwerty zxcvbn zxcvbnm asdfghjklzxcvbnm
  йцукен йцукенг йцукенгшщз йцукенгшщзхъ фывапр фывапролдж ячсмить йфяцыч qweasd qweasdzxc qwe asd zxc qwer qweqwe
  asdf admin administrator admintest adminadmin root toor user test testtest testing guest welcome welcometo letmein
  login master superman batman dragon monkey football baseball basketball princess sunshine iloveyou iloveu iloveme
  shadow trustno michael jordan ashley jessica whatever freedom starwars pokemon computer internet google samsung
  liverpool chelsea arsenal barcelona spartak zenit cska dinamo lokomotiv спартак зенит привет приветпривет ghbdtn
  любовь люблютебя ятебялюблю kjdfkj маринка марина настя наташа natasha максим maksim maxim андрей andrey andrei
  sergey сергей дмитрий dmitry александр alexander aleksandr владимир vladimir екатерина ekaterina елена россия russia
  москва moscow санктпетербург зима весна лето осень winter spring summer autumn январь понедельник
  company office бухгалтерия директор менеджер manager changeme change secret topsecret default
  abc abcd abcdef abcdefgh abcdefghij abcabc aaa qwertyq hello helloworld loveyou lovelove access charlie donald
  ordo bitrix bitrix24 битрикс kofe кофе коффе coffee`
    .split(/\s+/)
    .filter((word) => word !== ""),
);

/** Rows of keys and of the alphabet: any stretch of one, forwards or backwards, is no password. */
export const KEY_ROWS: readonly string[] = [
  "12345678901234567890",
  "qwertyuiopasdfghjklzxcvbnm",
  "йцукенгшщзхъфывапролджэячсмитьбю",
  "abcdefghijklmnopqrstuvwxyz",
  "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "1q2w3e4r5t6y7u8i9o0p",
];
