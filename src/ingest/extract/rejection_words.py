"""Words by which pages without an article give themselves away, in many languages."""

from __future__ import annotations

import re

MESSAGES = {
    "captcha": "The page asks for proof of being human; open it in a browser and save it from there.",
    "cookie_wall": "The page is a cookie wall without the article; accept or decline in a browser and save the page.",
    "javascript_shell": "The page is empty without JavaScript; save it after it has loaded in a browser.",
    "link_list": "The page is a list of links, not an article; give the addresses of the articles themselves.",
    "login": "The page asks to log in and holds no article; log in and save the page from a browser.",
    "soft_404": "The page says that the document does not exist; look for it elsewhere, for example in a web archive.",
    "empty": "The page shows no text; save it after it has loaded in a browser.",
}


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


CAPTCHA = _words(
    r"are you (?:a )?(?:human|robot)|(?:verify|confirm|prove)(?:ing)?(?: that)? you(?:'re|’re"
    r"| are) (?:not a robot|(?:a )?human)",
    r"checking your browser|unusual (?:traffic|activity)|just a moment|security check|attention required|i(?:'"
    r"|’)m not a robot",
    r"please (?:complete|solve) the (?:security|challenge)|pardon our interruption"
    r"|access to this page has been denied|ddos protection",
    r"sind sie ein (?:mensch|roboter)|kein roboter|ich bin ein mensch|sicherheits(?:prüfung|überprüfung|abfrage)"
    r"|ungewöhnliche[rn]? (?:datenverkehr|aktivität|zugriffe)",
    r"überprüf\w* (?:ihren|deinen|ihres) browser|einen moment bitte|bestätigen sie,? dass sie (?:ein mensch"
    r"|kein roboter)",
    r"(?:êtes-vous|vous êtes|je suis|je ne suis pas) (?:un )?(?:humain|robot)|n['’]êtes pas un robot"
    r"|vérification de (?:sécurité|votre navigateur)|trafic (?:inhabituel|anormal)|un instant",
    r"(?:no (?:eres|soy|es) un robot|eres humano|es usted humano|verificación de seguridad|tráfico inusual"
    r"|comprobando (?:su|tu) navegador|un momento, por favor)",
    r"não (?:é|sou) um robô|verificação de segurança|tráfego incomum|verificando (?:seu|o) navegador",
    r"non (?:sei|sono) un robot|verifica di sicurezza|traffico (?:insolito|anomalo)|controllo del browser",
    r"geen robot|beveiligingscontrole|ongebruikelijk verkeer|jestem robotem|nie jesteś robotem|nietypowy ruch"
    r"|weryfikacja bezpieczeństwa",
    r"(?:что вы не|я не|вы не) робот|подтвердите,? что (?:вы|запросы)|проверка (?:безопасности|браузера"
    r"|вашего браузера)|необычный трафик|подозрительн\w+ (?:трафик|активность)",
    r"(?:що ви не|я не) робот|перевірка (?:безпеки|браузера)|robot olmadığınız|güvenlik (?:kontrolü|doğrulaması)"
    r"|olağan ?dışı trafik",
    r"inte en robot|ikke en robot|nejste robot|nem vagyok robot|nu (?:ești|sunteți) (?:un )?robot|δεν είστε ρομπότ",
    r"لست (?:روبوت|برنامج روبوت)|التحقق من (?:أنك|المتصفح)|人机(?:验证|身份)|验证码|安全(?:验证|检查)|驗證碼"
    r"|不是机器人|ロボットではありません"
    r"|セキュリティ(?:チェック|確認)|로봇이 아닙니다|보안 (?:확인|문자)",
)
# Words for "we" and "you": what speaks to the reader is a notice, not a report.
ADDRESS = re.compile(
    r"\b(?:we|us|our|you|your|i['’]?m)\b|\b(?:wir|uns(?:er\w*)?|dein\w*|du|dich)\b|(?-i:\bSie\b|\bIhre?[nmrs]?\b)"
    r"|\b(?:nous|notre|nos|vous|votre|vos)\b|\b(?:nosotros|nuestr\w+|usted|tus?|ustedes|inicia|accede)\b"
    r"|\b(?:noss\w+|você|seus?|suas?|confirme)\b|\b(?:noi|nostr\w|tuo|tua|vostr\w)\b|\b(?:wij|we|ons|onze|uw?|jouw|je)\b"
    r"|\b(?:my|nas|nasz\w*|tw[oó]j\w*|państw\w*|zaloguj|potwierdź)\b|\b(?:мы|нас|наш\w*|вы|вам|вас|ваш\w*|ми|подтвердите|войдите)\b"
    r"|\b(?:vi|oss|vår\w*|vores|du|din|ditt|dig|deg)\b|\b(?:biz|siz\w*|lütfen)\b|\b(?:vás|váš|vaše?\w*|prosím|kérjük|vă)\b"
    r"|[我您你]|お客様|あなた|ください|귀하|회원|주세요|하세요|[\u0600-\u06ff]|[\u0370-\u03ff]|[\u0590-\u05ff]|[\u0e00-\u0e7f]",
    re.IGNORECASE,
)
ACCEPT = _words(
    r"accept|agree|reject|akzeptieren|zustimmen|ablehnen|einverstanden|accepter|refuser|aceptar|rechazar|aceitar|rejeitar",
    r"accetta|rifiuta|accepteren|weigeren|akkoord|akceptuj|odrzu|zgadzam|přijm|souhlas|odmít|принять|отклонить|прийняти|відхилити",
    r"godkänn|acceptera|avvisa|godta|godkend|hyväksy|kabul|reddet|elfogad|αποδοχή|قبول|موافق|同意|接受|拒绝|拒絕|동의|거부",
)
CHALLENGE = re.compile(
    r"challenges\.cloudflare|cf-challenge|cf-chl|hcaptcha|recaptcha|captcha|datadome|px-captcha|perimeterx|geetest|turnstile|_Incapsula",
    re.IGNORECASE,
)
CONSENT = _words(
    r"\bcookies?\b|\btracking\b|\bGDPR\b|\bDSGVO\b|\bRGPD\b|\bIAB\b|\bTCF\b",
    r"your (?:privacy|consent|choices)|(?:we|our)(?: and our)? (?:\d+ )?partners|legitimate interests?"
    r"|personali[sz]ed (?:ads|advertising|content)",
    r"einwilligung|zustimm(?:en|ung)|privatsphäre|personalisierte (?:werbung|anzeigen)|berechtigte[sn]? interesse"
    r"|personenbezogene|werbefrei|pur-abo|datenschutz",
    r"consentement|vie privée|publicités? personnalisée|intérêt légitime|nos (?:\d+ )?partenaires"
    r"|données personnelles|traceurs",
    r"consentimiento|privacidad|anuncios personalizados|interés legítimo|nuestros (?:\d+ )?socios|datos personales",
    r"consentimento|anúncios personalizados|interesse legítimo|nossos (?:\d+ )?parceiros|dados pessoais",
    r"consenso|pubblicità personalizzata|legittimo interesse|nostri (?:\d+ )?partner|dati personali|toestemming"
    r"|gepersonaliseerde|gerechtvaardigd belang|persoonsgegevens",
    r"zgod[aęy]|prywatnoś|spersonalizowan|uzasadnion\w+ interes|dan(?:e|ych) osobow|ciastecz|souhlas|soukromí"
    r"|osobní(?:ch)? údaj",
    r"файлы? cookie|куки|согласи[ея]|персональн\w+ (?:данн|реклам)|конфиденциальност|файли cookie|згод[аиу]"
    r"|персональн\w+ дан",
    r"samtycke|samtykke|suostumus|evästeet|evästeit|informasjonskapsler|personuppgifter|çerez|kişisel veri|rıza"
    r"|hozzájárul|sütik|consimțământ|συγκατάθεση|الموافقة|ملفات تعريف الارتباط|隐私|隱私|同意|クッキー|쿠키|개인정보",
)
CONSENT_STEMS = (
    "cookie", "consen", "einwillig", "zustimm", "privacy", "privat", "vie privée", "traceur", "toestemm", "zgod",
    "zgadza",
    "souhlas", "согла", "згод", "samtyck", "samtykke", "suostum", "evästeet", "çerez", "hozzájár", "süti",
    "συγκατάθεση",
    "الموافقة", "ملفات تعريف", "隐私", "隱私", "同意", "クッキー", "쿠키", "동의",
)  # fmt: skip
LOGIN = _words(
    r"\b(?:log|sign)[ -]?(?:in|on)\b|\b(?:log|sign) (?:in|on) (?:to|with)|your account|create an account"
    r"|members? only|password|register",
    r"anmeld(?:en|ung)|einloggen|log-?in\b|passwort|kennwort|benutzername|registrier|mein konto|nur für mitglieder",
    r"se connecter|connexion|connectez-vous|identifi(?:ez-vous|ant)|mot de passe|créer un compte|espace (?:abonné"
    r"|membre)",
    r"inici(?:ar|e|a) sesión|contraseña|acced(?:er|e) a (?:tu|su) cuenta|regístr|crear (?:una )?cuenta|entrar na"
    r"|iniciar sessão|senha|palavra-passe",
    r"acced[ei]|accesso|password dimenticata|registrati|inloggen|aanmelden|wachtwoord|zaloguj|logowanie|hasło"
    r"|zarejestruj|přihlá[sš]|heslo",
    r"вход\b|войти|войдите|парол|авториз|регистрац|увійти|увійдіть|logga in|lösenord|logg inn|passord|log ind"
    r"|adgangskode|kirjaudu|salasana",
    r"giriş yap|şifre|parola|üye ol|bejelentkez|jelszó|autentificare|conectare|σύνδεση|κωδικ|تسجيل الدخول"
    r"|كلمة المرور|登录|登錄|登入|密码|密碼|ログイン|パスワード|로그인|비밀번호",
)
LOGIN_FORM = _words(
    r"password|passwort|kennwort|mot de passe|contraseña|senha|wachtwoord|hasło|heslo|парол|lösenord|passord"
    r"|adgangskode|salasana|şifre|jelszó|parol[aă]|κωδικ",
    r"e-?mail|username|user name|benutzername|identifiant|usuario|كلمة المرور|البريد|密码|密碼|パスワード|비밀번호",
)
NOT_FOUND = _words(
    r"(?:no such|missing) (?:page|document|record)|(?:document|page|fiche|notice) absente?|aucun (?:enregistrement"
    r"|document|résultat)",
    r"такой страницы (?:нет|не)|(?:материал|страниц\w+|новость|документ) (?:был[аио]? )?(?:удал[её]н|перемещ)"
    r"|так[оа][їй] сторінк[иа] (?:немає|не)",
    r"(?:kein|keine) (?:solche[rs]? )?(?:seite|dokument|eintrag|treffer)|no (?:existe|hay) (?:esa|esta|tal"
    r"|ningún) (?:página|documento|registro)",
    r"\b(?:error )?404\b|\b410 gone\b|(?:page|article|story|document|file|content)(?: you (?:are looking for"
    r"|requested|were looking for))? (?:was |is |could |can )?(?:not|n['’]t) (?:be )?(?:found|exist|available)",
    r"(?:page|article|story|file|document|item|link)\b[^.]{0,30} (?:does not|doesn['’]t|no longer"
    r"|never)(?: be)? (?:exist|available)|no longer (?:available|exists)"
    r"|can['’]t find (?:the|that|this) page|nothing (?:was )?found|not found\b|has been removed"
    r"|page (?:is )?missing",
    r"(?:seite|artikel|inhalt|dokument|beitrag)[^.]{0,40} (?:nicht (?:gefunden|mehr (?:verfügbar|vorhanden)"
    r"|verfügbar|vorhanden)|existiert nicht|nicht existiert)|nicht gefunden",
    r"(?:page|article|document|contenu)[^.]{0,40} (?:introuvable|n['’]existe (?:pas|plus)|n['’]est (?:pas"
    r"|plus) disponible|n['’]a pas été trouvée?)|introuvable",
    r"(?:página|artículo|contenido|noticia)[^.]{0,40} (?:no (?:se ha )?(?:encontrad[oa]|existe|encuentra"
    r"|está disponible)|ya no (?:existe|está disponible))|no encontrad[oa]|no se encontró",
    r"(?:página|artigo|conteúdo)[^.]{0,40} (?:não (?:foi )?(?:encontrad[oa]|existe|está disponível))|não encontrad[oa]",
    r"contenuto (?:rimosso|non (?:più )?disponibile)|(?:contenido|contenu|conteúdo|inhalt|content) (?:eliminado"
    r"|supprimé|removido|gelöscht|removed|expired)",
    r"pagina (?:non (?:trovata|esiste|disponibile)|niet gevonden|bestaat niet|nu a fost g[ăa]sit[ăa])"
    r"|non (?:è stata )?trovat[oa]|niet gevonden|niet (?:meer )?beschikbaar",
    r"(?:strona|artykuł|nie)[^.]{0,30} (?:nie (?:została )?(?:znaleziona|istnieje)|znaleziono)|nie znaleziono"
    r"|stránka (?:nebyla nalezena|neexistuje|nenalezena)|nenalezen|oldal nem található|nem található",
    r"(?:страница|статья|документ|материал)[^.]{0,30} не (?:найден|существует|доступн)|не найден[ао]?"
    r"|(?:сторінк[аиу]|стаття)[^.]{0,30} не (?:знайден|існує)|не знайдено",
    r"sidan (?:kunde inte hittas|hittades inte|finns inte)|siden (?:blev|ble) ikke (?:fundet|funnet)|finnes ikke"
    r"|findes ikke|sivua ei löy(?:tynyt|dy)|sayfa bulunamadı|bulunamadı|δεν βρέθηκε",
    r"الصفحة (?:غير موجودة|المطلوبة)|غير موجودة|页面(?:不存在|未找到|没有找到)"
    r"|找不到(?:页面|頁面|网页)|頁面不存在|ページが見つかりません|見つかりませんでした"
    r"|페이지를 찾을 수 없습니다|찾을 수 없습니다",
)
JAVASCRIPT = _words(
    r"\{\{.{1,80}?\}\}|\$\{\w{1,40}\}|^(?:loading|please wait|lädt|chargement|cargando|carregando|caricamento"
    r"|laden|ładowanie|загрузка)",
    r"caricamento in corso|attendere prego|(?:bitte warten|einen augenblick)\b|javascript è disabilitato"
    r"|active o javascript",
    r"(?:enable|activate|turn on|requires?|without|need(?:s)?(?: to enable)?|support) javascript|javascript (?:is"
    r"|must be|needs to be|to be|has been)? ?(?:enabled|disabled|required|activated|turned)",
    r"javascript (?:aktivieren|ist deaktiviert|muss|wird benötigt|einschalten)"
    r"|aktivieren sie (?:bitte )?javascript|benötigt javascript|ohne javascript",
    r"activer javascript|activez javascript|nécessite javascript|javascript (?:est désactivé|doit être activé)",
    r"(?:habilit|activ)(?:ar|e|a) javascript|(?:requiere|necesita|precisa de|requer) javascript"
    r"|javascript (?:está (?:desactivado|deshabilitado|desativado))",
    r"abilit(?:a|are) javascript|(?:richiede|attiva) javascript|javascript (?:in ?te schakelen|inschakelen"
    r"|uitgeschakeld)|schakel javascript|włącz(?:yć)? (?:obsługę )?javascript|javascript (?:jest wyłączony)"
    r"|povol(?:te|it) javascript",
    r"включ(?:ите|ить) javascript|javascript (?:отключен|отключён|выключен)|увімкн(?:іть|ути) javascript"
    r"|aktivera javascript|aktiver javascript|javascript['’]?(?:i)? etkinleştir|javascript engedélyez",
    r"(?:تفعيل|تمكين) (?:جافا ?سكريبت|javascript)|(?:启用|开启|啟用) ?javascript"
    r"|javascript ?(?:を有効|を活性|를 (?:사용|활성)"
    r"|가 (?:필요|비활성))|loading\.\.\.|^loading…?$|wird geladen",
)
