// Generated from specification/languages/ by `cargo xtask generate`. Do not edit.

/** Keys of the widget's own text. */
export type MessageKey = "title" | "close" | "loading" | "expired" | "retry" | "failed" | "blank";

/** The same keys, in the order of each language's strings below. */
export const KEYS: readonly MessageKey[] = ["title", "close", "loading", "expired", "retry", "failed", "blank"];

export const ENGLISH =
  "Set your card PIN|Close|Opening the secure page…|This page has been open for a while and may no longer work.|Start again|The secure page could not be opened.|Nothing here? Start again";

/** The strings of each language, with `|` between them. All languages are in the bundle: together they cost a page less than one more request, and work without a network. */
export const LANGUAGES: Readonly<Record<string, string>> = {
  en: ENGLISH,
  ar: "تعيين الرقم السري للبطاقة|إغلاق|جارٍ فتح الصفحة الآمنة…|هذه الصفحة مفتوحة منذ فترة وقد لا تعمل بعد الآن.|البدء من جديد|تعذّر فتح الصفحة الآمنة.|لا يظهر شيء؟ ابدأ من جديد",
  de: "Karten-PIN festlegen|Schließen|Sichere Seite wird geöffnet …|Diese Seite ist schon länger offen und funktioniert vielleicht nicht mehr.|Neu beginnen|Die sichere Seite konnte nicht geöffnet werden.|Nichts zu sehen? Neu beginnen",
  es: "Elige el PIN de tu tarjeta|Cerrar|Abriendo la página segura…|Esta página lleva un rato abierta y puede que ya no funcione.|Empezar de nuevo|No se ha podido abrir la página segura.|¿No aparece nada? Empezar de nuevo",
  fr: "Choisir le code PIN de votre carte|Fermer|Ouverture de la page sécurisée…|Cette page est ouverte depuis un moment et ne fonctionne peut-être plus.|Recommencer|La page sécurisée n’a pas pu s’ouvrir.|Rien ne s’affiche ? Recommencer",
  it: "Imposta il PIN della carta|Chiudi|Apertura della pagina sicura…|Questa pagina è aperta da un po’ e potrebbe non funzionare più.|Ricomincia|Impossibile aprire la pagina sicura.|Non vedi nulla? Ricomincia",
  ja: "カードの暗証番号を設定|閉じる|安全なページを開いています…|このページはしばらく開いたままのため、使えなくなっている可能性があります。|やり直す|安全なページを開けませんでした。|何も表示されませんか？ やり直す",
  nl: "Pincode van je kaart instellen|Sluiten|Beveiligde pagina wordt geopend…|Deze pagina staat al een tijdje open en werkt misschien niet meer.|Opnieuw beginnen|De beveiligde pagina kon niet worden geopend.|Zie je niets? Opnieuw beginnen",
  pl: "Ustaw PIN karty|Zamknij|Otwieranie bezpiecznej strony…|Ta strona jest otwarta od dłuższego czasu i może już nie działać.|Zacznij od nowa|Nie udało się otworzyć bezpiecznej strony.|Nic nie widać? Zacznij od nowa",
  pt: "Definir o PIN do cartão|Fechar|A abrir a página segura…|Esta página está aberta há algum tempo e pode já não funcionar.|Recomeçar|Não foi possível abrir a página segura.|Não aparece nada? Recomeçar",
  tr: "Kart PIN’inizi belirleyin|Kapat|Güvenli sayfa açılıyor…|Bu sayfa bir süredir açık ve artık çalışmayabilir.|Yeniden başla|Güvenli sayfa açılamadı.|Bir şey görünmüyor mu? Yeniden başla",
  zh: "设置银行卡密码|关闭|正在打开安全页面…|此页面已打开较长时间，可能已失效。|重新开始|无法打开安全页面。|没有显示内容？重新开始",
};

/** Languages that are written from right to left, also those that only a host has strings in. `Intl.Locale` reports the direction in newer browsers only. */
export const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|iw|ps|sd|ug|ur|yi)\b/i;
