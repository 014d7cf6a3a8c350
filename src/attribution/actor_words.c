/*
 * The lists are strings of words, so that a reader sees them at a glance; they are hashed once a text. Several classes of
 * a word add up. They name kinds of office and body, nations and given names, never somebody who holds an office.
 */
#include "actor_words.h"

#include <string.h>

#define MALE   VB_WORD_MALE
#define FEMALE VB_WORD_FEMALE

static const struct { uint32_t cls; const char *words; } LISTS[] = {
    { VB_WORD_HONORIFIC | MALE, "mr sir lord monsieur herr señor don" },
    { VB_WORD_HONORIFIC | FEMALE, "ms mrs miss dame lady madame frau señora baroness" },
    { VB_WORD_HONORIFIC, "dr prof hon rev" },
    { VB_WORD_ROLE | MALE,
      "king prince duke emperor sultan emir sheikh sheik pope imam ayatollah chairman spokesman congressman businessman "
      "policeman salesman fisherman councilman assemblyman ombudsman alderman cardinal archbishop rabbi mullah father brother "
      "son husband uncle grandfather nephew widower man boy anchorman baron earl count fireman statesman clergyman gunman" },
    { VB_WORD_ROLE | FEMALE,
      "queen princess duchess empress chairwoman spokeswoman congresswoman businesswoman policewoman councilwoman "
      "assemblywoman countess nun actress mother sister daughter wife aunt grandmother niece widow woman girl" },
    { VB_WORD_ROLE,
      "president premier chancellor minister secretary senator sen representative rep governor gov mayor general gen admiral "
      "adm colonel col captain capt lieutenant lt major maj sergeant sgt corporal commander cmdr marshal brigadier judge "
      "justice magistrate prosecutor ambassador envoy consul diplomat commissioner director chief head leader chair "
      "chairperson spokesperson speaker deputy mp mep msp lawmaker legislator parliamentarian councillor councilor "
      "councilmember congressperson delegate official officer aide adviser advisor counsel counselor lawyer attorney "
      "solicitor barrister advocate professor academic historian economist scientist researcher analyst expert scholar "
      "scholar author writer novelist poet journalist reporter correspondent columnist editor publisher blogger activist "
      "campaigner organizer organiser protester protestor demonstrator dissident rebel fighter soldier guard sailor pilot "
      "driver farmer teacher student pupil doctor nurse surgeon physician midwife engineer worker miner trader banker "
      "investor owner founder cofounder co-founder co-author ceo cfo executive manager boss chairman-elect president-elect "
      "candidate contender challenger incumbent nominee opponent rival critic supporter ally backbencher whip tory democrat "
      "republican liberal conservative socialist member treasurer trustee auditor ombudsperson inspector investigator "
      "detective sheriff constable superintendent coroner pathologist witness victim survivor plaintiff defendant suspect "
      "prisoner inmate detainee hostage refugee migrant exile resident neighbour neighbor villager citizen voter shopkeeper "
      "fishermen parent relative cousin friend colleague partner successor predecessor counterpart special-envoy under- "
      "secretary-general bishop priest pastor minister-president reverend monk cleric vicar patriarch negotiator mediator "
      "rapporteur coordinator administrator chairperson-elect vice-president vice-chair vice-chairman secretary-general "
      "attorney-general governor-general undersecretary under-secretary pm taoiseach tánaiste comptroller commandant warlord "
      "militant insurgent chieftain elder hunter strategist pollster lobbyist operative staffer intern translator interpreter "
      "photographer filmmaker actor singer artist musician comedian broadcaster presenter host anchor retiree pensioner "
      "veteran employee employer contractor landlord tenant customer passenger tourist visitor shareholder entrepreneur "
      "developer designer builder person child teenager youth baker chef caterer gardener dentist politician statesperson "
      "personality figure insider source whistleblower technician specialist consultant scientist physicist biologist chemist "
      "epidemiologist virologist psychologist sociologist captive firefighter paramedic coach player athlete curator "
      "librarian archivist clerk registrar bailiff juror principal rector dean headteacher lecturer" },
    { VB_WORD_BODY,
      "ministry department office agency bureau commission committee council court tribunal parliament congress senate house "
      "assembly legislature cabinet government administration authority board panel inquiry enquiry bank fund party union "
      "federation confederation association organisation organization institute institution foundation society alliance "
      "coalition league front movement army navy force forces guard corps command staff university college school academy "
      "centre center company corporation corp firm group inc ltd llc plc newspaper paper magazine journal station channel "
      "network broadcaster times post herald tribune guardian telegraph gazette observer chronicle news press service "
      "services directorate secretariat embassy consulate mission delegation presidency monarchy palace vatican church mosque "
      "synod diocese junta militia brigade battalion regiment watchdog regulator operator airline airport hospital clinic "
      "museum library club trust charity campaign team bench bar exchange treasury chamber lords commons republic kingdom "
      "emirates nations states eu european-union police constabulary think-tank thinktank ngo consortium cooperative co- "
      "operative conference forum summit taskforce task-force unit division branch faculty laboratory lab registry "
      "registrar's ministry-run radio television tv media outlet website platform portal daily weekly bundestag knesset duma "
      "seimas diet holyrood senedd reserve ministry's side opposition leadership politburo executive judiciary caucus "
      "syndicate cartel gang utility railway port industries holdings enterprises collective initiative project programme "
      "program collective chancellery prosecution secretariat-general world international" },
    { VB_WORD_PAPER,
      "report statement letter memo memorandum communiqué communique document paper study survey poll review audit tweet post "
      "message email e-mail note article editorial column book manifesto declaration resolution indictment complaint lawsuit "
      "filing affidavit ruling judgment judgement verdict order decree law bill act treaty agreement constitution charter "
      "draft transcript video footage recording leaflet leaflets pamphlet notice release bulletin dossier file record memoir "
      "petition plan budget white-paper dispatch cable text testimony speech address interview broadcast banner placard sign "
      "poster data figures statistics census index chapter passage part section excerpt motion amendment" },
    { VB_WORD_GROUP,
      "police people troops staff crew crowd crowds public population majority minority family families couple children men "
      "women clergy press media team jury ranks crewmen fishermen policemen gunmen lawmen congressmen spokesmen businessmen "
      "rest others those everybody everyone somebody someone nobody anyone anybody many some few several most both all half "
      "none left right hardliners moderates forces militants personnel youths kin relatives aides officials critics sources "
      "circles quarters locals thousands hundreds dozens millions scores" },
    { VB_WORD_NATION | VB_WORD_MODIFIER,
      "afghan albanian algerian american andorran angolan argentine argentinian armenian australian austrian azerbaijani "
      "azeri bahraini bangladeshi basque belarusian belgian beninese bolivian bosnian botswanan brazilian british bulgarian "
      "burkinabe burmese burundian cambodian cameroonian canadian catalan chadian chechen chilean chinese colombian congolese "
      "croatian cuban cypriot czech danish dominican dutch ecuadorian egyptian emirati english eritrean estonian ethiopian "
      "european fijian filipino finnish flemish french gabonese gambian georgian german ghanaian greek guatemalan guinean "
      "guyanese haitian honduran hungarian icelandic indian indonesian iranian iraqi irish israeli italian ivorian jamaican "
      "japanese jordanian kazakh kenyan korean kosovar kurdish kuwaiti kyrgyz lao laotian latvian lebanese liberian libyan "
      "lithuanian luxembourgish macedonian malagasy malawian malaysian maldivian malian maltese mauritanian mauritian mexican "
      "moldovan mongolian montenegrin moroccan mozambican namibian nepalese nepali nicaraguan nigerian nigerien norwegian "
      "omani pakistani palestinian panamanian paraguayan peruvian philippine polish portuguese qatari romanian russian "
      "rwandan salvadoran saudi scottish senegalese serbian serb singaporean slovak slovenian somali sudanese surinamese "
      "swedish swiss syrian taiwanese tajik tanzanian thai tibetan togolese tunisian turkish turkmen ugandan ukrainian "
      "uruguayan uyghur uzbek venezuelan vietnamese welsh yemeni zambian zimbabwean african asian arab western catholic "
      "muslim islamic christian jewish hindu buddhist sunni shia shiite orthodox protestant republican democrat democratic "
      "labour conservative tory liberal socialist communist green libertarian houthi taliban dane swede finn pole turk briton "
      "spaniard spanish scot rican samoan hongkonger" },
    { VB_WORD_PLACE | VB_WORD_STATE,
      "afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahrain bangladesh belarus "
      "belgium belize benin bhutan bolivia bosnia botswana brazil brunei bulgaria burkina~faso burundi cambodia cameroon "
      "canada chad chile china colombia congo costa~rica croatia cuba cyprus czechia czech~republic denmark djibouti dominica "
      "dominican~republic ecuador egypt el~salvador eritrea estonia eswatini ethiopia fiji finland france gabon gambia "
      "georgia germany ghana greece grenada guatemala guinea guinea-bissau guyana haiti honduras hungary iceland india "
      "indonesia iran iraq ireland israel italy ivory~coast jamaica japan jordan kazakhstan kenya kiribati kosovo kuwait "
      "kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg madagascar malawi malaysia "
      "maldives mali malta mauritania mauritius mexico micronesia moldova monaco mongolia montenegro morocco mozambique "
      "myanmar burma namibia nauru nepal netherlands holland new~zealand nicaragua niger nigeria north~macedonia macedonia "
      "norway oman pakistan palau palestine panama papua~new~guinea paraguay peru philippines poland portugal qatar romania "
      "russia rwanda saint~lucia samoa san~marino saudi~arabia senegal serbia seychelles sierra~leone singapore slovakia "
      "slovenia solomon~islands somalia south~africa south~korea north~korea south~sudan spain sri~lanka sudan suriname "
      "sweden switzerland syria taiwan tajikistan tanzania thailand timor-leste east~timor togo tonga trinidad tunisia turkey "
      "türkiye turkmenistan tuvalu uganda ukraine united~arab~emirates uae united~kingdom uk great~britain britain england "
      "scotland wales northern~ireland united~states united~states~of~america us usa america uruguay uzbekistan vanuatu "
      "vatican venezuela vietnam yemen zambia zimbabwe hong~kong macau greenland puerto~rico soviet~union ussr korea "
      "european~union eu kabul tirana algiers luanda buenos~aires yerevan canberra vienna baku manama dhaka minsk brussels "
      "thimphu sarajevo gaborone brasília brasilia sofia ouagadougou phnom~penh yaoundé ottawa beijing bogotá bogota kinshasa "
      "brazzaville zagreb havana nicosia prague copenhagen quito cairo asmara tallinn addis~ababa helsinki paris libreville "
      "banjul tbilisi berlin accra athens conakry georgetown port-au-prince tegucigalpa budapest reykjavik delhi new~delhi "
      "jakarta tehran baghdad dublin jerusalem tel~aviv rome kingston tokyo amman astana nairobi pristina bishkek vientiane "
      "riga beirut monrovia tripoli vilnius antananarivo lilongwe kuala~lumpur bamako valletta nouakchott mexico~city "
      "chişinău chisinau ulaanbaatar podgorica rabat maputo naypyidaw windhoek kathmandu hague amsterdam wellington managua "
      "niamey abuja oslo muscat islamabad ramallah asunción lima manila warsaw lisbon doha bucharest moscow kigali riyadh "
      "dakar belgrade freetown bratislava ljubljana mogadishu pretoria seoul juba madrid colombo khartoum paramaribo "
      "stockholm bern damascus taipei dushanbe dodoma bangkok tunis ankara ashgabat kampala kyiv kiev abu~dhabi london "
      "montevideo tashkent caracas hanoi sanaa lusaka harare washington pyongyang bujumbura skopje edinburgh cardiff belfast "
      "whitehall kremlin downing~street" },
    { VB_WORD_PLACE,
      "europe asia africa oceania antarctica caribbean mediterranean pacific atlantic arctic crimea donbas gaza kashmir tibet "
      "xinjiang alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois "
      "indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana "
      "nebraska nevada new~hampshire new~jersey new~mexico new~york north~carolina north~dakota ohio oklahoma oregon "
      "pennsylvania rhode~island south~carolina south~dakota tennessee texas utah vermont virginia west~virginia wisconsin "
      "wyoming ontario quebec alberta manitoba queensland victoria tasmania chicago boston houston dallas philadelphia "
      "seattle denver detroit atlanta miami los~angeles san~francisco manchester birmingham liverpool glasgow leeds bristol "
      "sheffield sydney melbourne brisbane perth toronto montreal vancouver mumbai kolkata chennai karachi lahore shanghai "
      "shenzhen guangzhou wuhan istanbul izmir milan naples turin munich hamburg frankfurt cologne lyon marseille barcelona "
      "seville lagos kano johannesburg durban rio sao~paulo são~paulo osaka kyoto geneva zurich strasbourg luxembourg~city "
      "davos kharkiv odesa mariupol donetsk luhansk lviv" },
    { VB_WORD_DATE,
      "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
      "october november december christmas easter ramadan" },
    { VB_WORD_FUNCTION | VB_WORD_PREPOSITION,
      "of for in at from to with on by near about against among around after before between behind beyond during inside into "
      "like off outside over since through throughout toward towards under until unlike upon within without across along amid "
      "amidst as despite except regarding via per plus besides concerning including outside" },
    { VB_WORD_FUNCTION | VB_WORD_DETERMINER,
      "the a an this that these those another each every any no its his her their our my your" },
    { VB_WORD_FUNCTION | VB_WORD_RELATIVE, "who which whom whose that where when why what" },
    { VB_WORD_FUNCTION | VB_WORD_PRONOUN,
      "he she it they i we you him her them us me himself herself itself themselves myself ourselves his its their our my "
      "your hers theirs ours mine yours one who which" },
    { VB_WORD_FUNCTION,
      "and or but nor so yet if then than because although though while whereas unless whether however meanwhile moreover "
      "furthermore nevertheless therefore thus hence also too again already still even only just not never always often "
      "sometimes now today yesterday tomorrow tonight here there recently earlier later last next previously formerly "
      "currently finally first second third instead indeed perhaps maybe once twice soon is are was were be been being has "
      "have had do does did will would can could may might shall should must said says say told asked added according "
      "according~to speaking responding following given based asked yes please thank thanks dear let how both either neither "
      "most more less much very such same other others certainly clearly overall altogether specifically additionally "
      "similarly accordingly consequently afterwards elsewhere nearly almost roughly approximately despite rather apparently "
      "reportedly allegedly late early background related sources q" },
    { VB_WORD_QUANTITY,
      "one two three four five six seven eight nine ten eleven twelve dozen dozens tens hundred thousand million billion "
      "hundreds thousands millions some many several few most both all half none scores more fewer any" },
    { VB_WORD_PARTICLE,
      "de da do dos das di del della la le les el van von der den ten ter bin ibn bint al ul y e zu af av du arap" },
    { VB_WORD_SUFFIX, "jr sr ii iii iv" },
    { VB_WORD_MODIFIER,
      "former acting deputy vice prime chief senior junior then ex late interim outgoing incoming newly elected assistant "
      "under associate shadow opposition state federal national regional local provincial municipal supreme high first lady "
      "crown retired attorney press house senate congressional parliamentary presidential campaign party government cabinet "
      "majority minority independent permanent special military army navy air police union lead top ranking veteran founding "
      "executive general managing lieutenant major staff sergeant home exchequer ruling united prominent longtime prime" },
    { VB_WORD_FIELD,
      "foreign affairs marine defence defense finance interior justice health education labor labour energy environment transport "
      "transportation trade agriculture commerce treasury security culture sports sport housing economy economic planning "
      "science technology development immigration migration tourism fisheries water welfare social state homeland veterans "
      "external internal international communities levelling local public works business industry innovation digital media "
      "information communications climate equality women children youth families pensions work infrastructure mines petroleum "
      "budget revenue war" },
    { VB_WORD_GIVEN | MALE,
      "james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark donald "
      "steven stephen paul andrew joshua kenneth kevin brian george timothy ronald edward jason jeffrey ryan jacob gary "
      "nicholas eric jonathan larry justin scott brandon benjamin samuel gregory alexander patrick frank raymond jack dennis "
      "jerry tyler aaron jose henry adam douglas nathan peter zachary kyle walter harold jeremy ethan carl keith roger gerald "
      "arthur terry lawrence sean christian albert joe jesse bryan billy bruce louis philip simon neil ian graham colin nigel "
      "alan allan stuart barry oliver harry rupert martin steve bill bob jim tom tim dan mike dave ben sam ted fred greg jeff "
      "rick chris nick tony andy matt rob ken ron don josh luis carlos juan jorge pedro miguel antonio manuel francisco "
      "alejandro fernando rafael ricardo eduardo javier roberto sergio diego andrés andres pablo josé jesús ramón gustavo "
      "emilio hugo mauricio joão joao paulo luiz marcelo otávio jean pierre jacques françois francois michel philippe laurent "
      "emmanuel nicolas olivier alain bernard gérard marcel yann hans klaus jürgen wolfgang heinz dieter uwe stefan markus "
      "friedrich otto karl heinrich lars olaf sven bjorn björn erik nils jens anders magnus henrik johan gustav piet jan "
      "pieter willem giuseppe giovanni luigi matteo marco mario franco carlo paolo silvio vladimir dmitry dmitri sergei "
      "sergey alexei aleksei aleksandr mikhail nikolai ivan igor oleg yuri boris viktor volodymyr oleksandr petro andriy "
      "vasyl taras jarosław jaroslaw lech donald mateusz zbigniew tomasz wojciech piotr andrzej václav milos miloš jiří "
      "zoltán gábor viktor péter lászló mohammed mohammad muhammad mohamed ahmed ahmad ali hassan hussein ibrahim omar khalid "
      "yusuf mustafa abdul abdullah abdulrahman hamid reza javad mahmoud hamad salman recep mehmet kemal ismail tariq imran "
      "nawaz asif shahbaz narendra rahul amit rajiv arvind ravi sanjay vijay anil sunil suresh hiroshi taro fumio kenji "
      "takashi shigeru yoshihide kwame kofi julius nelson jacob muhammadu amir bernie mitch chuck milo anton pavel leo felix "
      "oscar max luke dale gray doug jerrold jared elon jeremy rishi sadiq yiannis dimitris giorgos alexis kyriakos farid" },
    { VB_WORD_GIVEN | FEMALE,
      "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa margaret betty sandra ashley "
      "dorothy kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura helen sharon cynthia "
      "kathleen amy shirley angela anna ruth brenda pamela nicole katherine catherine christine christina emma olivia rachel "
      "virginia maria diane julie joyce victoria kelly lauren joan evelyn judith megan andrea cheryl hannah jacqueline martha "
      "gloria teresa theresa ann anne sara madison frances kathryn janice jean alice julia judy grace amber denise marilyn "
      "danielle beverly isabella diana natalie kayla alexis kamala hillary madeleine sonia alicia penny fiona moira liz priti "
      "suella caroline harriet yvette emily jane kate claire gillian nicola ursula christine ségolène valérie "
      "élisabeth brigitte sophie chantal ana lucia lucía carmen rosa isabel elena luz wanda marisol jimena beatriz cristina "
      "dilma marina gabriela paula sofia sophia eva ingrid greta astrid karin kristin katrin annalena petra heike sabine "
      "claudia ursula franziska olga irina natalia tatiana svetlana ekaterina yelena yulia maria solomiya oksana kateryna "
      "zuzana katarína beata fatima aisha khadija zahra leila layla maryam nadia rana amal yasmin hina maryam sheikh hasina "
      "indira sonia meera priya yuko sanae yuriko carrie cherie mirjana ellen joyce winnie graça samia amina efua isatu funmi "
      "zawadi giorgia elly emma vera nora lena hanna mette sanna tarja vigdís katrín helen julia penny tamta salome ketevan "
      "dalia ines petra roberta lori nikki sarah lauren susan dianne maxine tamara" },
};

/* Offices under several words; the first is the one that stands for all. */
static const char *const SAME[] = {
    "spokesman spokeswoman spokesperson",
    "chairman chair chairwoman chairperson",
    "senator sen",
    "representative rep congressman congresswoman",
    "governor gov",
    "general gen",
    "colonel col",
    "captain capt",
    "admiral adm",
    "lieutenant lt",
    "major maj",
    "sergeant sgt",
    "mp lawmaker legislator parliamentarian backbencher",
    "lawyer attorney solicitor barrister",
    "adviser advisor",
    "councillor councilor",
    "councilman councilwoman",
    "organiser organizer",
    "protester protestor demonstrator",
    "neighbour neighbor",
    "king queen",
    "organisation organization",
    "centre center",
    "minister pm premier",
};

#undef MALE
#undef FEMALE

/* The value of a word in `map`: its classes in the low 24 bits, and 1 + its row of SAME above them. */
enum { SAME_SHIFT = 24, CLASS_MASK = (1 << SAME_SHIFT) - 1 };

static bool next_word(const char **at, vb_str *out)
{
    while (**at == ' ') ++*at;
    *out = (vb_str){ *at, strcspn(*at, " ") };
    *at += out->len;
    return out->len > 0;
}

vb_status vb_actor_words_build(struct vb_arena *arena, struct vb_actor_words *out, vb_error *err)
{
    vb_str    word;
    uint32_t *value;

    *out = (struct vb_actor_words){ 0 };
    for (size_t i = 0; i < sizeof LISTS / sizeof *LISTS; i++) {
        for (const char *at = LISTS[i].words; next_word(&at, &word);) {
            if (!(value = vb_word_map_put(&out->map, arena, word, 0))) return vb_fail_nomem(err);
            *value |= LISTS[i].cls;
        }
    }
    for (uint32_t i = 0; i < sizeof SAME / sizeof *SAME; i++) {
        for (const char *at = SAME[i]; next_word(&at, &word);) {
            if (!(value = vb_word_map_put(&out->map, arena, word, 0))) return vb_fail_nomem(err);
            *value |= (i + 1) << SAME_SHIFT;
        }
    }
    return VB_OK;
}

/* The singulars that English might have made a plural from, longest change first. */
static uint32_t find(const struct vb_actor_words *words, vb_str lower, vb_str *found, bool *plural)
{
    char     singular[64];
    uint32_t value;

    *plural = false;
    *found = lower;
    if ((value = vb_word_map_get(&words->map, lower, 0)) || lower.len < 4 || lower.len >= sizeof singular) return value;
    if (lower.ptr[lower.len - 1] != 's') return 0;
    *plural = true;
    found->len = lower.len - 1;
    if ((value = vb_word_map_get(&words->map, *found, 0))) return value;
    found->len = lower.len - 2;
    if (lower.ptr[lower.len - 2] == 'e' && (value = vb_word_map_get(&words->map, *found, 0))) return value;
    if (vb_str_ends(lower, VB_STR("ies"))) {
        memcpy(singular, lower.ptr, lower.len - 3);
        singular[lower.len - 3] = 'y';
        return vb_word_map_get(&words->map, (vb_str){ singular, lower.len - 2 }, 0);
    }
    return 0;
}

uint32_t vb_actor_words_class(const struct vb_actor_words *words, vb_str lower)
{
    /* "Whos", "Washingtons": a plural only of what can be counted. */
    static const uint32_t COUNTED = VB_WORD_ROLE | VB_WORD_BODY | VB_WORD_PAPER | VB_WORD_NATION | VB_WORD_GROUP | VB_WORD_MODIFIER;
    vb_str                found;
    bool                  plural;
    uint32_t              cls = find(words, lower, &found, &plural) & CLASS_MASK;

    if (!plural) return cls;
    return cls & COUNTED ? (cls & (COUNTED | VB_WORD_MALE | VB_WORD_FEMALE)) | VB_WORD_PLURAL : 0;
}

vb_str vb_actor_words_head(const struct vb_actor_words *words, vb_str lower)
{
    vb_str   found;
    bool     plural;
    uint32_t same = find(words, lower, &found, &plural) >> SAME_SHIFT;

    if (same) return (vb_str){ SAME[same - 1], strcspn(SAME[same - 1], " ") };
    return found.len ? found : lower;
}
