import { own } from "../handle/own.js";
import type { SetPinOptions } from "../handle/types.js";
import { native } from "./dom.js";

/** The keys of the `messages` option, in the order of each language's strings below. */
const KEYS = ["title", "close", "loading", "expired", "retry", "failed", "blank"] as const;

export type ViewStrings = Record<(typeof KEYS)[number], string> & {
  /** BCP 47, for the `lang` attribute. */
  readonly lang: string;
  readonly direction: "ltr" | "rtl";
};

const ENGLISH =
  "Set your card PIN|Close|Opening the secure page…|This page has been open for a while and may no longer work.|Start again|The secure page could not be opened.|Nothing here? Start again";

/**
 * All languages in one table. Together they cost a page less than one more request would
 * (`cargo xtask package` prints the size of all languages except English), and they work without a
 * network.
 */
const LANGUAGES: Readonly<Record<string, string>> = {
  en: ENGLISH,
  de: "Karten-PIN festlegen|Schließen|Sichere Seite wird geöffnet …|Diese Seite ist schon länger offen und funktioniert vielleicht nicht mehr.|Neu beginnen|Die sichere Seite konnte nicht geöffnet werden.|Nichts zu sehen? Neu beginnen",
  es: "Elige el PIN de tu tarjeta|Cerrar|Abriendo la página segura…|Esta página lleva un rato abierta y puede que ya no funcione.|Empezar de nuevo|No se ha podido abrir la página segura.|¿No aparece nada? Empezar de nuevo",
  fr: "Choisir le code PIN de votre carte|Fermer|Ouverture de la page sécurisée…|Cette page est ouverte depuis un moment et ne fonctionne peut-être plus.|Recommencer|La page sécurisée n’a pas pu s’ouvrir.|Rien ne s’affiche ? Recommencer",
  it: "Imposta il PIN della carta|Chiudi|Apertura della pagina sicura…|Questa pagina è aperta da un po’ e potrebbe non funzionare più.|Ricomincia|Impossibile aprire la pagina sicura.|Non vedi nulla? Ricomincia",
  pt: "Definir o PIN do cartão|Fechar|A abrir a página segura…|Esta página está aberta há algum tempo e pode já não funcionar.|Recomeçar|Não foi possível abrir a página segura.|Não aparece nada? Recomeçar",
  nl: "Pincode van je kaart instellen|Sluiten|Beveiligde pagina wordt geopend…|Deze pagina staat al een tijdje open en werkt misschien niet meer.|Opnieuw beginnen|De beveiligde pagina kon niet worden geopend.|Zie je niets? Opnieuw beginnen",
  pl: "Ustaw PIN karty|Zamknij|Otwieranie bezpiecznej strony…|Ta strona jest otwarta od dłuższego czasu i może już nie działać.|Zacznij od nowa|Nie udało się otworzyć bezpiecznej strony.|Nic nie widać? Zacznij od nowa",
  tr: "Kart PIN’inizi belirleyin|Kapat|Güvenli sayfa açılıyor…|Bu sayfa bir süredir açık ve artık çalışmayabilir.|Yeniden başla|Güvenli sayfa açılamadı.|Bir şey görünmüyor mu? Yeniden başla",
  ja: "カードの暗証番号を設定|閉じる|安全なページを開いています…|このページはしばらく開いたままのため、使えなくなっている可能性があります。|やり直す|安全なページを開けませんでした。|何も表示されませんか？ やり直す",
  zh: "设置银行卡密码|关闭|正在打开安全页面…|此页面已打开较长时间，可能已失效。|重新开始|无法打开安全页面。|没有显示内容？重新开始",
  ar: "تعيين الرقم السري للبطاقة|إغلاق|جارٍ فتح الصفحة الآمنة…|هذه الصفحة مفتوحة منذ فترة وقد لا تعمل بعد الآن.|البدء من جديد|تعذّر فتح الصفحة الآمنة.|لا يظهر شيء؟ ابدأ من جديد",
};

/**
 * Languages that are written from right to left. `Intl.Locale` reports the direction in newer
 * browsers only.
 */
const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|iw|ps|sd|ug|ur|yi)\b/i;

/**
 * Returns the widget's strings in the language of `locale`, else of the page, else of the browser,
 * and in English for all other languages. The host's `messages` are merged over them.
 */
export function stringsFor(options: Partial<SetPinOptions>): ViewStrings {
  // The engine checks this option for each new frame. Until then, `update()` may have set any
  // value.
  const given: unknown = options.locale;
  const locale =
    (typeof given === "string" && given) || native(Document, document, "documentElement").lang || navigator.language;
  const language = locale.toLowerCase().split("-", 1)[0] ?? "";
  const hosts = KEYS.map((key) => own(options.messages, key) as string | undefined);
  // If the host provides every string, they are in the language of `locale`, even an unknown one.
  const isOwn = hosts.every((word) => word !== undefined);
  const lang = isOwn ? locale : (Object.keys(LANGUAGES).find((known) => known === language) ?? "en");
  const texts = ((!isOwn && LANGUAGES[lang]) || ENGLISH).split("|");
  const words = Object.fromEntries(KEYS.map((key, at) => [key, hosts[at] ?? texts[at] ?? ""]));
  const direction = RIGHT_TO_LEFT.test(lang) ? "rtl" : "ltr";
  return { ...(words as Record<(typeof KEYS)[number], string>), lang, direction };
}
