// Generated from specification/languages/ and specification/errors.toml by `cargo xtask generate`. Do not edit.

import type { SetPinErrorCode } from "./errors.js";

/** Keys of `messages`: the view's own text, and the widget's sentences for failures. */
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
  | "retry"
  | "offline"
  | "issuerUnavailable"
  | "signedOut"
  | "noCard"
  | "tooManyRequests"
  | "cardFrozen"
  | "cardBlocked"
  | "pinUnavailable";

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
  "retry",
  "offline",
  "issuerUnavailable",
  "signedOut",
  "noCard",
  "tooManyRequests",
  "cardFrozen",
  "cardBlocked",
  "pinUnavailable",
];

export const VIEW_ENGLISH =
  "Your card PIN|Your card details|Opening the secure image…|Image from your card issuer|The image is shown for {seconds} seconds.|Hidden in {seconds} s|Show longer|Hide|The image is no longer shown.|The image could not be shown.|Try again|You seem to be offline. Check your connection and try again.|The card service isn't available right now. Try again later.|You've been signed out. Sign in to continue.|We couldn't find your card.|Too many tries. Wait a moment, then try again.|Your card is frozen. Unfreeze it, then try again.|Your card is blocked. Contact support for help.|This card doesn't have a PIN.";

/** The strings of each language, with `|` between them. */
export const VIEW_LANGUAGES: Readonly<Record<string, string>> = {
  en: VIEW_ENGLISH,
  ar: "الرقم السري لبطاقتك|تفاصيل بطاقتك|جارٍ فتح الصورة الآمنة…|صورة من جهة إصدار البطاقة|تظهر الصورة لمدة {seconds} ثانية.|تُخفى خلال {seconds} ث|إظهار لمدة أطول|إخفاء|لم تعد الصورة ظاهرة.|تعذّر عرض الصورة.|المحاولة مجددًا|يبدو أنك غير متصل بالإنترنت. تحقق من اتصالك ثم أعد المحاولة.|خدمة البطاقات غير متاحة حاليًا. أعد المحاولة لاحقًا.|انتهت جلستك. سجّل الدخول للمتابعة.|لم نعثر على بطاقتك.|محاولات كثيرة جدًا. انتظر قليلًا ثم أعد المحاولة.|بطاقتك مجمّدة. ألغِ تجميدها ثم أعد المحاولة.|بطاقتك محظورة. تواصل مع الدعم للمساعدة.|ليس لهذه البطاقة رقم سري.",
  de: "Ihre Karten-PIN|Ihre Kartendaten|Sicheres Bild wird geöffnet …|Bild Ihres Kartenherausgebers|Das Bild ist {seconds} Sekunden lang zu sehen.|Wird in {seconds} s ausgeblendet|Länger anzeigen|Ausblenden|Das Bild ist nicht mehr zu sehen.|Das Bild konnte nicht angezeigt werden.|Erneut versuchen|Keine Verbindung. Bitte Internetverbindung prüfen und erneut versuchen.|Der Kartendienst ist gerade nicht verfügbar. Bitte später erneut versuchen.|Die Anmeldung ist abgelaufen. Zum Fortfahren bitte wieder anmelden.|Wir konnten keine Karte finden.|Zu viele Versuche. Bitte kurz warten und dann erneut versuchen.|Die Karte ist vorübergehend gesperrt. Bitte entsperren und erneut versuchen.|Die Karte ist gesperrt. Bitte an den Kundenservice wenden.|Diese Karte hat keine PIN.",
  es: "El PIN de tu tarjeta|Los datos de tu tarjeta|Abriendo la imagen segura…|Imagen del emisor de tu tarjeta|La imagen se muestra durante {seconds} segundos.|Se oculta en {seconds} s|Mostrar más tiempo|Ocultar|La imagen ya no se muestra.|No se ha podido mostrar la imagen.|Intentar de nuevo|Parece que no tienes conexión. Compruébala y vuelve a intentarlo.|El servicio de tarjetas no está disponible ahora mismo. Inténtalo más tarde.|Tu sesión ha terminado. Inicia sesión para continuar.|No hemos encontrado tu tarjeta.|Demasiados intentos. Espera un momento y vuelve a intentarlo.|Tu tarjeta está congelada. Descongélala y vuelve a intentarlo.|Tu tarjeta está bloqueada. Ponte en contacto con soporte.|Esta tarjeta no tiene PIN.",
  fr: "Le code PIN de votre carte|Les données de votre carte|Ouverture de l’image sécurisée…|Image de l’émetteur de votre carte|L’image est affichée pendant {seconds} secondes.|Masquée dans {seconds} s|Afficher plus longtemps|Masquer|L’image n’est plus affichée.|L’image n’a pas pu s’afficher.|Réessayer|Vous semblez être hors ligne. Vérifiez votre connexion, puis réessayez.|Le service des cartes est indisponible pour le moment. Réessayez plus tard.|Votre session a expiré. Connectez-vous pour continuer.|Votre carte est introuvable.|Trop de tentatives. Patientez un instant, puis réessayez.|Votre carte est verrouillée. Déverrouillez-la, puis réessayez.|Votre carte est bloquée. Contactez l'assistance.|Cette carte n'a pas de code PIN.",
  it: "Il PIN della tua carta|I dati della tua carta|Apertura dell’immagine sicura…|Immagine dell’emittente della carta|L’immagine è visibile per {seconds} secondi.|Nascosta tra {seconds} s|Mostra più a lungo|Nascondi|L’immagine non è più visibile.|Impossibile mostrare l’immagine.|Riprova|Sembra che tu sia offline. Controlla la connessione e riprova.|Il servizio carte non è disponibile al momento. Riprova più tardi.|La sessione è terminata. Accedi per continuare.|Non abbiamo trovato la tua carta.|Troppi tentativi. Attendi un momento e riprova.|La carta è congelata. Scongelala e riprova.|La carta è bloccata. Contatta l’assistenza.|Questa carta non ha un PIN.",
  ja: "カードの暗証番号|カード情報|安全な画像を開いています…|カード発行会社からの画像|画像は{seconds}秒間表示されます。|あと{seconds}秒で非表示|表示を延長|非表示にする|画像は表示されていません。|画像を表示できませんでした。|再試行|オフラインのようです。接続を確認して、もう一度お試しください。|現在、カードのサービスを利用できません。後でもう一度お試しください。|ログアウトされました。続けるにはログインしてください。|カードが見つかりませんでした。|試行回数が多すぎます。しばらく待ってから、もう一度お試しください。|カードが一時停止中です。一時停止を解除して、もう一度お試しください。|カードが利用停止になっています。サポートにお問い合わせください。|このカードには暗証番号がありません。",
  nl: "De pincode van je kaart|Je kaartgegevens|Beveiligde afbeelding wordt geopend…|Afbeelding van je kaartuitgever|De afbeelding is {seconds} seconden te zien.|Verborgen over {seconds} s|Langer tonen|Verbergen|De afbeelding is niet meer te zien.|De afbeelding kon niet worden getoond.|Opnieuw proberen|Je lijkt offline te zijn. Controleer je verbinding en probeer het opnieuw.|De kaartdienst is nu niet beschikbaar. Probeer het later opnieuw.|Je bent uitgelogd. Log in om verder te gaan.|We konden je kaart niet vinden.|Te veel pogingen. Wacht even en probeer het opnieuw.|Je kaart is tijdelijk geblokkeerd. Deblokkeer hem en probeer het opnieuw.|Je kaart is geblokkeerd. Neem contact op met de klantenservice.|Deze kaart heeft geen pincode.",
  pl: "PIN Twojej karty|Dane Twojej karty|Otwieranie bezpiecznego obrazu…|Obraz od wydawcy karty|Obraz jest widoczny przez {seconds} s.|Zniknie za {seconds} s|Pokaż dłużej|Ukryj|Obraz nie jest już widoczny.|Nie udało się pokazać obrazu.|Spróbuj ponownie|Wygląda na to, że jesteś offline. Sprawdź połączenie i spróbuj ponownie.|Usługa kart jest teraz niedostępna. Spróbuj ponownie później.|Sesja wygasła. Zaloguj się, aby kontynuować.|Nie znaleźliśmy Twojej karty.|Zbyt wiele prób. Odczekaj chwilę i spróbuj ponownie.|Karta jest tymczasowo zablokowana. Odblokuj ją i spróbuj ponownie.|Karta jest zastrzeżona. Skontaktuj się z pomocą.|Ta karta nie ma kodu PIN.",
  "pt-BR":
    "A senha do seu cartão|Os dados do seu cartão|Abrindo a imagem segura…|Imagem do emissor do seu cartão|A imagem fica visível por {seconds} segundos.|Some em {seconds} s|Mostrar por mais tempo|Ocultar|A imagem não está mais visível.|Não foi possível mostrar a imagem.|Tentar de novo|Parece que você está sem internet. Verifique a conexão e tente de novo.|O serviço de cartões não está disponível agora. Tente mais tarde.|Sua sessão terminou. Entre para continuar.|Não encontramos o seu cartão.|Muitas tentativas. Aguarde um momento e tente de novo.|Seu cartão está bloqueado temporariamente. Desbloqueie e tente de novo.|Seu cartão está bloqueado. Fale com o suporte.|Este cartão não tem senha.",
  "pt-PT":
    "O PIN do seu cartão|Os dados do seu cartão|A abrir a imagem segura…|Imagem do emissor do cartão|A imagem é mostrada durante {seconds} segundos.|Oculta dentro de {seconds} s|Mostrar mais tempo|Ocultar|A imagem já não é mostrada.|Não foi possível mostrar a imagem.|Tentar novamente|Parece que está sem ligação à internet. Verifique a ligação e tente novamente.|O serviço de cartões não está disponível de momento. Tente mais tarde.|A sua sessão terminou. Inicie sessão para continuar.|Não encontrámos o seu cartão.|Demasiadas tentativas. Aguarde um momento e tente novamente.|O seu cartão está congelado. Descongele-o e tente novamente.|O seu cartão está bloqueado. Contacte o apoio ao cliente.|Este cartão não tem PIN.",
  tr: "Kart PIN’iniz|Kart bilgileriniz|Güvenli görsel açılıyor…|Kartınızı veren kuruluşun görseli|Görsel {seconds} saniye boyunca gösterilir.|{seconds} sn içinde gizlenecek|Daha uzun göster|Gizle|Görsel artık gösterilmiyor.|Görsel gösterilemedi.|Yeniden dene|Çevrimdışı görünüyorsunuz. Bağlantınızı kontrol edip yeniden deneyin.|Kart hizmeti şu anda kullanılamıyor. Daha sonra yeniden deneyin.|Oturumunuz sona erdi. Devam etmek için giriş yapın.|Kartınızı bulamadık.|Çok fazla deneme yapıldı. Biraz bekleyip yeniden deneyin.|Kartınız dondurulmuş. Kartınızı açıp yeniden deneyin.|Kartınız bloke edilmiş. Yardım için destek ekibine ulaşın.|Bu kartın PIN’i yok.",
  "zh-Hans":
    "您的银行卡密码|您的银行卡信息|正在打开安全图片…|来自发卡机构的图片|图片将显示 {seconds} 秒。|{seconds} 秒后隐藏|延长显示|隐藏|图片已不再显示。|无法显示图片。|重试|您似乎处于离线状态。请检查网络连接后重试。|卡片服务暂时不可用。请稍后再试。|您已退出登录。请登录后继续。|找不到您的卡。|尝试次数过多。请稍候再试。|您的卡已冻结。请解冻后重试。|您的卡已被锁定。请联系客服。|此卡没有密码。",
  "zh-Hant":
    "您的卡片 PIN 碼|您的卡片資訊|正在開啟安全圖片…|來自發卡機構的圖片|圖片將顯示 {seconds} 秒。|{seconds} 秒後隱藏|延長顯示|隱藏|圖片已不再顯示。|無法顯示圖片。|重試|您似乎處於離線狀態。請檢查網路連線後再試一次。|卡片服務目前無法使用。請稍後再試。|您已登出。請登入以繼續。|找不到您的卡片。|嘗試次數過多。請稍候再試。|您的卡片已凍結。請解除凍結後再試一次。|您的卡片已被封鎖。請聯絡客服。|此卡片沒有 PIN 碼。",
};

/** The errors with their own sentence, by its key. All others use `failed`. */
export const VIEW_SENTENCES: readonly (readonly [SecureViewMessageKey, readonly SetPinErrorCode[]])[] = [
  ["offline", ["network"]],
  ["issuerUnavailable", ["timeout", "server_error"]],
  ["signedOut", ["unauthenticated"]],
  ["noCard", ["card_not_found"]],
  ["tooManyRequests", ["rate_limited"]],
  ["cardFrozen", ["card_frozen"]],
  ["cardBlocked", ["card_blocked"]],
  ["pinUnavailable", ["pin_unavailable"]],
];
