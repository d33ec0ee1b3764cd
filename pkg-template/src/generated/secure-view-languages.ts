// Generated from specification/languages/ by `cargo xtask generate`. Do not edit.

/** Keys of the view's own text. */
export type SecureViewMessageKey =
  | "pinTitle"
  | "detailsTitle"
  | "loading"
  | "alt"
  | "shown"
  | "remaining"
  | "extend"
  | "hide"
  | "hidden"
  | "failed"
  | "pinUnavailable"
  | "retry";

/** The same keys, in the order of each language's strings below. */
export const VIEW_KEYS: readonly SecureViewMessageKey[] = [
  "pinTitle",
  "detailsTitle",
  "loading",
  "alt",
  "shown",
  "remaining",
  "extend",
  "hide",
  "hidden",
  "failed",
  "pinUnavailable",
  "retry",
];

export const VIEW_ENGLISH =
  "Your card PIN|Your card details|Opening the secure image…|Image from your card issuer|The image is shown for {seconds} seconds.|Hidden in {seconds} s|Show longer|Hide|The image is no longer shown.|The image could not be shown.|This card has no PIN.|Try again";

/** The strings of each language, with `|` between them. */
export const VIEW_LANGUAGES: Readonly<Record<string, string>> = {
  en: VIEW_ENGLISH,
  ar: "الرقم السري لبطاقتك|تفاصيل بطاقتك|جارٍ فتح الصورة الآمنة…|صورة من جهة إصدار البطاقة|تظهر الصورة لمدة {seconds} ثانية.|تُخفى خلال {seconds} ث|إظهار لمدة أطول|إخفاء|لم تعد الصورة ظاهرة.|تعذّر عرض الصورة.|هذه البطاقة ليس لها رقم سري.|المحاولة مجددًا",
  de: "Ihre Karten-PIN|Ihre Kartendaten|Sicheres Bild wird geöffnet …|Bild Ihres Kartenherausgebers|Das Bild ist {seconds} Sekunden lang zu sehen.|Wird in {seconds} s ausgeblendet|Länger anzeigen|Ausblenden|Das Bild ist nicht mehr zu sehen.|Das Bild konnte nicht angezeigt werden.|Diese Karte hat keine PIN.|Erneut versuchen",
  es: "El PIN de tu tarjeta|Los datos de tu tarjeta|Abriendo la imagen segura…|Imagen del emisor de tu tarjeta|La imagen se muestra durante {seconds} segundos.|Se oculta en {seconds} s|Mostrar más tiempo|Ocultar|La imagen ya no se muestra.|No se ha podido mostrar la imagen.|Esta tarjeta no tiene PIN.|Intentar de nuevo",
  fr: "Le code PIN de votre carte|Les données de votre carte|Ouverture de l’image sécurisée…|Image de l’émetteur de votre carte|L’image est affichée pendant {seconds} secondes.|Masquée dans {seconds} s|Afficher plus longtemps|Masquer|L’image n’est plus affichée.|L’image n’a pas pu s’afficher.|Cette carte n’a pas de code PIN.|Réessayer",
  it: "Il PIN della tua carta|I dati della tua carta|Apertura dell’immagine sicura…|Immagine dell’emittente della carta|L’immagine è visibile per {seconds} secondi.|Nascosta tra {seconds} s|Mostra più a lungo|Nascondi|L’immagine non è più visibile.|Impossibile mostrare l’immagine.|Questa carta non ha un PIN.|Riprova",
  ja: "カードの暗証番号|カード情報|安全な画像を開いています…|カード発行会社からの画像|画像は{seconds}秒間表示されます。|あと{seconds}秒で非表示|表示を延長|非表示にする|画像は表示されていません。|画像を表示できませんでした。|このカードには暗証番号がありません。|再試行",
  nl: "De pincode van je kaart|Je kaartgegevens|Beveiligde afbeelding wordt geopend…|Afbeelding van je kaartuitgever|De afbeelding is {seconds} seconden te zien.|Verborgen over {seconds} s|Langer tonen|Verbergen|De afbeelding is niet meer te zien.|De afbeelding kon niet worden getoond.|Deze kaart heeft geen pincode.|Opnieuw proberen",
  pl: "PIN Twojej karty|Dane Twojej karty|Otwieranie bezpiecznego obrazu…|Obraz od wydawcy karty|Obraz jest widoczny przez {seconds} s.|Zniknie za {seconds} s|Pokaż dłużej|Ukryj|Obraz nie jest już widoczny.|Nie udało się pokazać obrazu.|Ta karta nie ma kodu PIN.|Spróbuj ponownie",
  "pt-BR":
    "A senha do seu cartão|Os dados do seu cartão|Abrindo a imagem segura…|Imagem do emissor do seu cartão|A imagem fica visível por {seconds} segundos.|Some em {seconds} s|Mostrar por mais tempo|Ocultar|A imagem não está mais visível.|Não foi possível mostrar a imagem.|Este cartão não tem senha.|Tentar de novo",
  "pt-PT":
    "O PIN do seu cartão|Os dados do seu cartão|A abrir a imagem segura…|Imagem do emissor do cartão|A imagem é mostrada durante {seconds} segundos.|Oculta dentro de {seconds} s|Mostrar mais tempo|Ocultar|A imagem já não é mostrada.|Não foi possível mostrar a imagem.|Este cartão não tem PIN.|Tentar novamente",
  tr: "Kart PIN’iniz|Kart bilgileriniz|Güvenli görsel açılıyor…|Kartınızı veren kuruluşun görseli|Görsel {seconds} saniye boyunca gösterilir.|{seconds} sn içinde gizlenecek|Daha uzun göster|Gizle|Görsel artık gösterilmiyor.|Görsel gösterilemedi.|Bu kartın PIN’i yok.|Yeniden dene",
  "zh-Hans":
    "您的银行卡密码|您的银行卡信息|正在打开安全图片…|来自发卡机构的图片|图片将显示 {seconds} 秒。|{seconds} 秒后隐藏|延长显示|隐藏|图片已不再显示。|无法显示图片。|此卡没有密码。|重试",
  "zh-Hant":
    "您的卡片 PIN 碼|您的卡片資訊|正在開啟安全圖片…|來自發卡機構的圖片|圖片將顯示 {seconds} 秒。|{seconds} 秒後隱藏|延長顯示|隱藏|圖片已不再顯示。|無法顯示圖片。|此卡片沒有 PIN 碼。|重試",
};
