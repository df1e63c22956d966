"""Names of the months, full and short, in 66 languages: from CLDR by way of babel, those of the Levant added.

Names that mean different months in different languages (listopad: October in Croatian, November in Polish) stand only
under `AMBIGUOUS`, by language.
"""

from __future__ import annotations

# One entry per month, January first; an underscore stands for a space inside a name.
_NAMES = (
    (
        "de_gen de_gener ean eanáir ene enero gen gener gennaio ian ianuarie ion ionawr jaan jaanuar jan janar "
        "janeiro jannar januar januari januarie januaro january január januára janv janvier janvāris janúar jänner "
        "led leden ledna oca ocak rbn rêbendan saus sausio sausis sij siječanj siječnja sty styczeń stycznia tammi "
        "tammikuu tammikuuta urt urtarrila xan xaneiro yan yanvar ýan ýanwar ιαν ιανουάριος ιανουαρίου нэгдүгээр_сар "
        "сту студзень студзеня січ січень січня янв январ январь января яну януари јан јануар јануари қаң қаңтар հնվ "
        "հունվար հունվարի ינואר ינו׳ جنوري جنوری كانون_الثاني يانۋار يناير ژانویه ژانویهٔ जनवरी जन॰ जाने जानेवारी "
        "জানু জানুয়ারী ਜਨ ਜਨਵਰੀ જાન્યુ જાન્યુઆરી ஜன ஜனவரி జన జనవరి ಜನ ಜನವರಿ ജനു ജനുവരി ජන ජනවාරි ม.ค มกราคม ມ.ກ "
        "ມັງກອນ ဇန် ဇန်နဝါရီ იან იანვარი ጃን ጃንዋሪ មករា"
    ),
    (
        "chw chwef chwefror de_febr de_febrer feabh feabhra feb febbraio feber febr febreiro febrer febrero februar "
        "februari februarie februaro february február februára februāris febrúar fev fevereiro fevral few fewral fra "
        "frar févr février helmi helmikuu helmikuuta lut lutego luty ots otsaila peb pebrero sbt shk shkurt sibat vas "
        "vasario vasaris veebr veebruar velj veljača veljače úno únor února şub şubat φεβ φεβρουάριος φεβρουαρίου ақп "
        "ақпан лют лютага лютий лютого люты феб фебруар фев февр феврал февраль февраля февруари хоёрдугаар_сар "
        "փետրվար փետրվարի փտվ פברואר פבר׳ شباط فبراير فبروري فروری فوریه فوریهٔ فېبروري فېۋرال फ़रवरी फ़र॰ फेब्रु "
        "फेब्रुअरी फेब्रुवारी ফেব ফেব্রুয়ারী ਫ਼ਰ ਫ਼ਰਵਰੀ ફેબ્રુ ફેબ્રુઆરી பிப் பிப்ரவரி ఫిబ్ర ఫిబ్రవరి ಫೆಬ್ರ ಫೆಬ್ರವರಿ "
        "ഫെബ്രു ഫെബ്രുവരി පෙබ පෙබරවාරි ก.พ กุมภาพันธ์ ກ.ພ ກຸມພາ ဖေ ဖေဖော်ဝါရီ თებ თებერვალი ፌብ ፌብሩዋሪ កុម្ភៈ"
    ),
    (
        "adar adr bře březen března de_març kov kovas kovo maalis maaliskuu maaliskuuta maart mac machi mar marca "
        "march marec maret mars marso mart martie marto marts martxoa marzec marzo marzu març março maw mawrth mrt "
        "mrz márc március márta mär märts märz ožu ožujak ožujka μάρ μάρτιος μαρ μαρτίου бер березень березня "
        "гуравдугаар_сар мар март марта нау наурыз сак сакавік сакавіка մարտ մարտի մրտ מרץ آذار مارت مارس مارچ मार्च "
        "মার্চ ਮਾਰਚ માર્ચ மார் மார்ச் మార్చి ಮಾರ್ಚ್ മാർ മാർച്ച് මාර් මාර්තු มี.ค มีนาคม ມ.ນ ມີນາ မတ် მარ მარტი ማርች "
        "មីនា"
    ),
    (
        "abr abril aib aibreán api apirila apr aprel april aprile aprili aprilie aprill aprilo apríl apríla aprīlis "
        "avr avril bal balandis balandžio dub duben dubna d’abr d’abril ebr ebrill huhti huhtikuu huhtikuuta kwi "
        "kwiecień kwietnia nis nisan nsn nîsan pri prill tra travanj travnja ápr április απρ απρίλιος απριλίου апр "
        "апрел апрель апреля април дөрөвдүгээр_сар квіт квітень квітня кра красавік красавіка сәу сәуір ապր ապրիլ "
        "ապրիլի אפריל אפר׳ آوریل أبريل ئاپرېل اپریل نيسان अप्रिल अप्रैल एप्रि एप्रिल এপ্রি এপ্রিল ਅਪ੍ਰੈ ਅਪ੍ਰੈਲ એપ્રિલ "
        "ஏப் ஏப்ரல் ఏప్రి ఏప్రిల్ ಏಪ್ರಿ ಏಪ್ರಿಲ್ ഏപ്രി ഏപ്രിൽ අප්‍රේල් เม.ย เมษายน ມ.ສ ເມສາ ဧပြီ აპრ აპრილი ኤፕሪ ኤፕሪል "
        "មេសា"
    ),
    (
        "beal bealtaine de_maig geg gegužė gegužės gln gulan kvě květen května mag maggio mai maiatza maig maijs maio "
        "maj maja majo may mayo mayıs maí maý mei mej mejju máj mája május svi svibanj svibnja touko toukokuu "
        "toukokuuta μάι μάιος μαΐ μαΐου май мам мамыр мая мај тавдугаар_сар трав травень травня մայիս մայիսի մյս מאי "
        "أيار مئی ماي مايو مه مهٔ مۍ मई मे মে ਮਈ મે மே మే ಮೇ മേയ് මැයි พ.ค พฤษภาคม ພ.ພ ພຶດສະພາ မေ მაი მაისი ሜይ ឧសភា"
    ),
    (
        "birž birželio birželis cze czerwca czerwiec de_juny eka ekaina giu giugno haz haziran hezîran hun hunyo hzr "
        "iun iunie iyn iyun iýun juin jun june junho juni junie junij junio juny juuni jún júna június júní jūn "
        "jūnijs kesä kesäkuu kesäkuuta lipanj lipnja meh mehefin meith meitheamh qer qershor xuño červen června čvn "
        "ġun ġunju ιουν ιουνίου ιούν ιούνιος зургаадугаар_сар июн июнь июня мау маусым черв червень червня чэр "
        "чэрвень чэрвеня юни јун јуни հնս հունիս հունիսի יוני ئىيۇن جون حزيران يونيو ژوئن जुन जून জুন ਜੂਨ જૂન ஜூன் "
        "జూన్ ಜೂನ್ ജൂൺ ජූනි มิ.ย มิถุนายน ມິ.ຖ ມິຖຸນາ ဇွန် ივნ ივნისი ጁን មិថុនា"
    ),
    (
        "de_jul de_juliol gor gorff gorffennaf heinä heinäkuu heinäkuuta hul hulyo iul iulie iyl iyul iúil iýul juil "
        "juillet jul julai julho juli julie julij julio juliol july juuli júl júla július júlí jūl jūlijs korr korrik "
        "liep liepa liepos lipca lipiec lug luglio lul lulju srpanj srpnja tem temmuz trm tîrmeh uzt uztaila xul "
        "xullo července červenec čvc ιουλ ιουλίου ιούλ ιούλιος долоодугаар_сар июл июль июля лип липень липня ліп "
        "ліпень ліпеня шіл шілде юли јул јули հլս հուլիս հուլիսի יולי ئىيۇل تموز جولائی جولای يوليو ژوئیه ژوئیهٔ "
        "जुलाई जुलै जुल॰ জুল জুলাই ਜੁਲਾ ਜੁਲਾਈ જુલાઈ ஜூலை జులై ಜುಲೈ ജൂലൈ ජූලි ก.ค กรกฎาคม ກ.ລ ກໍລະກົດ ဇူ ဇူလိုင် ივლ "
        "ივლისი ጁላይ កក្កដា"
    ),
    (
        "abu abuztua ag ago agost agosti agosto agu agustus août aug august augusta augusti augusts augustus "
        "augusztus avg avgust avq avqust awg awgust awst aww awwissu ağu ağustos aŭg aŭgusto d’ag d’agost elo elokuu "
        "elokuuta gush gusht kol kolovoz kolovoza lún lúnasa ogo ogos rugp rugpjūtis rugpjūčio sie sierpień sierpnia "
        "srpen srpna tbx tebax ágú ágúst αυγ αυγούστου αύγ αύγουστος авг август августа жні жнівень жніўня "
        "наймдугаар_сар серп серпень серпня там тамыз օգոստոս օգոստոսի օգս אוגוסט אוג׳ آب أغسطس ئاۋغۇست اوت اګست اگست "
        "अगस्ट अगस्त अग॰ ऑग ऑगस्ट আগ আগস্ট ਅਗ ਅਗਸਤ ઑગસ્ટ ஆக ஆகஸ்ட் ఆగ ఆగస్టు ಆಗ ಆಗಸ್ಟ್ ഓഗ ഓഗസ്റ്റ് අගෝ අගෝස්තු ส.ค "
        "สิงหาคม ສ.ຫ ສິງຫາ ဩဂုတ် აგვ აგვისტო ኦገስ ኦገስት សីហា"
    ),
    (
        "de_set de_setembre eyl eylül ira iraila medi meán_fómhair mfómh rugs rugsėjis rugsėjo ruj rujan rujna sen "
        "sentabr sentyabr sentýabr sep sept septemba septembar september septembra septembre septembrie septembris "
        "septembro septiembre set setembre setembro settembre settembru setyembre sht shtator syys syyskuu syyskuuta "
        "szept szeptember wrz wrzesień września zář září îln îlon σεπ σεπτέμβριος σεπτεμβρίου вер верасень верасня "
        "вересень вересня есдүгээр_сар сен сент сентябр сентябрь сентября сеп септембар септември қыр қыркүйек սեպ "
        "սեպտեմբեր սեպտեմբերի ספטמבר ספט׳ أيلول سبتمبر ستمبر سپتامبر سپتمبر سېنتەبىر سېپتمبر सप्टें सप्टेंबर सितंबर "
        "सित॰ सेप्टेम्बर সেপ সেপ্টেম্বর ਸਤੰ ਸਤੰਬਰ સપ્ટે સપ્ટેમ્બર செப் செப்டம்பர் సెప్టెం సెప్టెంబర్ ಸೆಪ್ಟೆಂ "
        "ಸೆಪ್ಟೆಂಬರ್ സെപ്റ്റം സെപ്റ്റംബർ සැප් සැප්තැම්බර් ก.ย กันยายน ກ.ຍ ກັນຍາ စက် စက်တင်ဘာ სექ სექტემბერი ሴፕቴ ሴፕቴምበር "
        "កញ្ញា"
    ),
    (
        "cot cotmeh deireadh_fómhair dfómh d’oct d’octubre eki ekim hyd hydref loka lokakuu lokakuuta oct october "
        "octobre octombrie octubre okt oktabr oktoba oktobar oktober oktobris oktobro oktoober oktubre oktyabr "
        "október októbra oktýabr ott ottobre ottubru out outubro paź październik października spal spalio spalis tet "
        "tetor urr urria říj říjen října οκτ οκτωβρίου οκτώβριος аравдугаар_сар жовт жовтень жовтня кас кастрычнік "
        "кастрычніка окт октобар октомври октябр октябрь октября қаз қазан հոկ հոկտեմբեր հոկտեմբերի אוקטובר אוק׳ "
        "أكتوبر ئۆكتەبىر اکتبر اکتوبر تشرين_الأول अक्टूबर अक्टू॰ अक्टोबर ऑक्टो ऑक्टोबर অক্টো অক্টোবর ਅਕਤੂ ਅਕਤੂਬਰ "
        "ઑક્ટો ઑક્ટોબર அக் அக்டோபர் అక్టో అక్టోబర్ ಅಕ್ಟೋ ಅಕ್ಟೋಬರ್ ഒക്ടോ ഒക്‌ടോബർ ඔක් ඔක්තෝබර් ต.ค ตุลาคม ຕ.ລ ຕຸລາ "
        "အောက် အောက်တိုဘာ ოქტ ოქტომბერი ኦክቶ ኦክቶበር តុលា"
    ),
    (
        "aza azaroa de_nov de_novembre kas kasım lapkr lapkritis lapkričio listopadu marras marraskuu marraskuuta "
        "mijdar mjd nob nobyembre noiembrie nov novemba novembar november novembra novembre novembris novembro "
        "novembru noviembre noy noyabr noý noýabr nën nëntor nóv nóvember samh samhain stu studeni studenoga tach "
        "tachwedd νοέ νοέμβριος νοε νοεμβρίου арван_нэгдүгээр_сар лист листопад листопада ліс лістапад лістапада нов "
        "новембар ное ноември ноя нояб ноябр ноябрь ноября қар қараша նոյ նոյեմբեր նոյեմբերի נובמבר נוב׳ تشرين_الثاني "
        "نوامبر نوفمبر نومبر نويابىر नवंबर नव॰ नोभेम्बर नोव्हें नोव्हेंबर নভে নভেম্বর ਨਵੰ ਨਵੰਬਰ નવે નવેમ્બર நவ "
        "நவம்பர் నవం నవంబర్ ನವೆಂ ನವೆಂಬರ್ നവം നവംബർ නොවැ නොවැම්බර් พ.ย พฤศจิกายน ພ.ຈ ພະຈິກ နို နိုဝင်ဘာ ნოე ნოემბერი "
        "ኖቬም ኖቬምበር វិច្ឆិកា"
    ),
    (
        "abe abendua ara aralık berfanbar brf de_des de_desembre dec decembar december decembra decembrie decembris "
        "decembro dek dekabr des desemba desember desembre dets detsember dez dezember dezembro dhj dhjetor dic "
        "dicembre diciembre dis disember disyembre diċ diċembru déc décembre gru grudnia grudzień gruod gruodis "
        "gruodžio joulu joulukuu joulukuuta noll nollaig pro prosinac prosinca prosince prosinec rhag rhagfyr δεκ "
        "δεκέμβριος δεκεμβρίου арван_хоёрдугаар_сар груд грудень грудня дек декабр декабрь декабря декември дец "
        "децембар жел желтоқсан сне снежань снежня դեկ դեկտեմբեր դեկտեմբերի דצמבר דצמ׳ دسامبر دسمبر ديسمبر دېكابىر "
        "كانون_الأول डिसें डिसेंबर डिसेम्बर दिसंबर दिस॰ ডিসে ডিসেম্বর ਦਸੰ ਦਸੰਬਰ ડિસે ડિસેમ્બર டிச டிசம்பர் డిసెం "
        "డిసెంబర్ ಡಿಸೆಂ ಡಿಸೆಂಬರ್ ഡിസം ഡിസംബർ දෙසැ දෙසැම්බර් ธ.ค ธันวาคม ທ.ວ ທັນວາ ဒီ ဒီဇင်ဘာ დეკ დეკემბერი ዲሴም ዲሴምበር "
        "ធ្នូ"
    ),
)

AMBIGUOUS = {
    "pl": {"lip": 7, "listopada": 11, "listopad": 11, "lis": 11},
    "cs": {"lis": 11, "listopad": 11, "listopadu": 11, "srp": 8},
    "hr": {"lip": 6, "listopada": 10, "listopad": 10, "lis": 10, "srp": 7},
}

MONTHS = {name.replace("_", " "): number for number, names in enumerate(_NAMES, 1) for name in names.split()}
