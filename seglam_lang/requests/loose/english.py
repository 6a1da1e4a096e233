"""What of English has no rule: its function words, its irregular forms, its usual abbreviations."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _forms(text: str) -> dict[str, str]:
    """Return the base of each form in "base: form form; base: form"."""
    pairs = (entry.split(":") for entry in text.split(";"))
    return {form: base.strip() for base, forms in pairs for form in forms.split()}


# What stands in any sentence and names nothing.
FUNCTION_WORDS = _set(
    """
    a an the this that these those some any no every each all both either neither other another such own same i me
    my we us our you your he him his she her it its they them their one ones who whom whose which what when where
    why how there here of in on at by to from for with without within into onto over under above below between among
    through during before after since until till up down out off about against across along around near per via as
    than like and or but nor so yet if because while whether though not is are was were be been being am do does did
    done have has had having can could will would shall should may might must let please just only also even still
    too very more most less least much many few several enough again ever never always now then once whole give show
    tell list find get need want know see make let's i'd i'm what's who's how's where's don't doesn't didn't isn't
    aren't wasn't weren't
    """
)
NEGATIONS = _set("non not no none never")  # they name nothing but themselves

VERB_FORMS = _forms(
    """
    pay: paid; sell: sold; buy: bought; spend: spent; send: sent; lend: lent; leave: left; hold: held; keep: kept;
    make: made; win: won; lose: lost; build: built; begin: began begun; drive: drove driven; write: wrote written;
    fly: flew flown; grow: grew grown; give: gave given; take: took taken; choose: chose chosen; break: broke
    broken; rise: rose risen; run: ran; speak: spoke spoken; teach: taught; catch: caught; bring: brought; find:
    found; meet: met; bear: born; steal: stolen stole; hide: hid hidden; swim: swam swum; see: saw seen; go: went
    gone; come: came; get: got gotten; sing: sang sung; hear: heard; stand: stood; fall: fell fallen; eat: ate eaten;
    drink: drank drunk; wear: wore worn; ride: rode ridden; throw: threw thrown; draw: drew drawn; show: shown; know:
    knew known; tell: told; think: thought; fight: fought; forget: forgot forgotten; freeze: froze frozen; deal: dealt;
    sleep: slept; strike: struck; sink: sank sunk; seek: sought; tear: tore torn; shake: shook shaken
    """
)
NOUN_FORMS = _forms(
    """
    sell: sale; lose: loss; fly: flight; weigh: weight; bear: birth; child: children; person: people; man: men;
    woman: women; foot: feet; tooth: teeth; mouse: mice
    """
)

# Abbreviations that have vowels or two letters; those without a vowel are recognised by rule.
USUAL_ABBREVIATIONS = _set(
    """
    acct addr admin alt amt app approx appt arr assoc attn auth avail avg bal bldg cap cat cert clin coeff comm conf
    cont coord corp cred cum cust def del dep depr dept desc dest dev diff dir disc dist div doc dt dur econ elec
    elev emp env eq equip est eval exec exp ext fac fin freq fwd geo gov govt grad hosp hr ht hum hyd id inc ind
    info ins inst int intl inv lab lang lat lib lic lim loc lon lvl maint manuf max mech med mem min misc mod mon
    nat neg nom obs occ opt ord org orig pct perc perf pers phys pop pred pref prelim prem prep pres prev prob proc
    prod prof prog proj prop prov pub pur qual quant rec recd recv ref reg rel rem rep req resp rev rm sal sched sci
    sec seq serv sess sig soc spec stat std sub subj supp surv tech tel temp terr tot trans univ util val var veh
    vel ver vol whse wk wt yr
    """
)
# Abbreviations that do not begin or end as their words do.
SHORT_FOR = _forms("number: no nr #; month: mo; ounce: oz; pound: lb lbs")
WORDS_WITHOUT_VOWELS = _set("try dry cry fly sky spy shy why gym pry sly hmm")

# What a name may have beside the words that tell it apart: "hired" is enough for a column "Hire Date", "novak" for the
# cell "J. Novak".
OF_TIMES = _set("date day time at on")
OF_NAMES = _set("name in per")
OF_CELLS = _set("mr mrs ms dr prof sir inc corp ltd llc llp gmbh ag co sa plc spa bv oy ab as kg st ss mv")
