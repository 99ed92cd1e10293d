"""The shape of a practice record: the only definition of what ``practices/*.yaml`` may hold.

From it come the checks of shape, the JSON Schema in ``schema/`` and the field guide.
Absent means *not known*: nothing here has a default that could be taken for a fact.
"""

from typing import Annotated, Any

from pydantic import Field

from .language import N_
from .shape import (
    Citation,
    ClauseId,
    Count,
    Country,
    Currency,
    Date,
    Language,
    LocalProse,
    LocalText,
    Many,
    Marker,
    Name,
    Number,
    Point,
    PracticeId,
    Prose,
    Region,
    Shape,
    Slug,
    SourceId,
    Url,
    Version,
    field,
    limit,
    optional,
    several,
    vocabulary,
)

VERSION = "1.1"
"""The version of this shape; a change that makes older records invalid raises the first number."""

ActivityState = Annotated[Slug, vocabulary("activity-states")]
AmountQualifier = Annotated[Slug, vocabulary("amount-qualifiers")]
ClaimKind = Annotated[Slug, vocabulary("claim-kinds")]
CommonIndicator = Annotated[Slug, vocabulary("laeken-indicators")]
Comparison = Annotated[Slug, vocabulary("comparisons")]
Design = Annotated[Slug, vocabulary("evaluation-designs")]
Direction = Annotated[Slug, vocabulary("directions")]
EvaluationStatus = Annotated[Slug, vocabulary("evaluation-statuses")]
FundingKind = Annotated[Slug, vocabulary("funding-kinds")]
IntegrationForm = Annotated[Slug, vocabulary("integration-forms")]
InvolvementLevel = Annotated[Slug, vocabulary("involvement-levels")]
InvolvementStage = Annotated[Slug, vocabulary("involvement-stages")]
MaterialKind = Annotated[Slug, vocabulary("material-kinds")]
Measurer = Annotated[Slug, vocabulary("measurers")]
OrganisationRole = Annotated[Slug, vocabulary("organisation-roles")]
OrganisationType = Annotated[Slug, vocabulary("organisation-types")]
PhaseKind = Annotated[Slug, vocabulary("phases")]
PillarPrinciple = Annotated[Slug, vocabulary("pillar-principles")]
RecognitionKind = Annotated[Slug, vocabulary("recognition-kinds")]
RecordStatus = Annotated[Slug, vocabulary("record-statuses")]
RelationKind = Annotated[Slug, vocabulary("relations")]
ResourceKind = Annotated[Slug, vocabulary("resource-kinds")]
ReviewKind = Annotated[Slug, vocabulary("review-kinds")]
Scale = Annotated[Slug, vocabulary("scales")]
Sector = Annotated[Slug, vocabulary("sectors")]
Strand = Annotated[Slug, vocabulary("active-inclusion-strands")]
TargetGroup = Annotated[Slug, vocabulary("target-groups")]
Theme = Annotated[Slug, vocabulary("themes")]
TranslationMethod = Annotated[Slug, vocabulary("translation-methods")]
Unit = Annotated[Slug, vocabulary("units")]

ItemId = Annotated[Slug, Marker("item-id")]
ItemPath = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z0-9_-]+)*$"), Marker("item-path")]
"""A field, or one item of it by its number from 0 or its id: ``places.0``, ``claims.left-benefits``."""

SOURCES = N_("Sources")
SOURCES_HELP = N_("Where this is said: the ids of the sources, each with the page or section if there is one.")


def required_sources() -> Any:
    """A figure or a finding without a source is an error."""
    return field(SOURCES, SOURCES_HELP, ["a-source", "a-report, p. 12"], min_length=1)


def measured_exactly() -> Any:
    """A common European indicator that a claim or an own indicator measures exactly; what only comes near it has none."""
    help_text = N_("The common European indicator that this measures exactly. Leave it out if it only comes near one.")
    return optional(N_("Common indicator"), help_text, "long-term-unemployment-rate")


def own_sources() -> Any:
    """The sources of one item; if absent, all sources of the record stand for it."""
    return several(SOURCES, SOURCES_HELP, ["a-source", "a-report, p. 12"])


class Place(Shape):
    """Where the practice takes place; several are normal."""

    country: Country = field(N_("Country"), N_("Two capital letters after ISO 3166-1, such as SE. The United Kingdom is GB."), "SE", "DK")
    region: Region | None = optional(N_("Region"), N_("The region's code after ISO 3166-2, such as SE-25."), "SE-25", "DK-82")
    locality: Name | None = optional(N_("Town or area"), N_("The town, district or area, as people there write it."), "Randers")
    scale: Scale | None = optional(N_("Scale"), N_("How wide the practice reaches in this place."), "municipality")
    about: LocalText | None = optional(N_("Note"), N_("What is special in this place, by language."), {"en": N_("For migrants; began in 2017")})
    sources: Many[Citation] = own_sources()


class Phase(Shape):
    """A stretch of the practice's life, with dates as exact as the source gives them."""

    kind: PhaseKind | None = optional(N_("Kind of phase"), N_("Pilot, project, regular service and so on."), "project")
    start: Date | None = optional(N_("Start"), N_("Year, year-month or date."), 2016, "2016-03")
    end: Date | None = optional(N_("End"), N_("Year, year-month or date. Leave it out if it goes on or is not known."), 2019, "2019-02")
    about: LocalText | None = optional(N_("What happened"), N_("A few words on this phase, by language."), {"en": N_("Ten pilot areas")})
    sources: Many[Citation] = own_sources()


class Activity(Shape):
    """Whether the practice still runs, as far as a source says so."""

    state: ActivityState = field(N_("State"), N_("Planned, running, ended or continued in another form."), "ended")
    as_of: Date | None = optional(N_("As of"), N_("The date to which the source speaks, or since when it has been so."), 2024)
    why: LocalProse | None = optional(N_("Why"), N_("Why it ended or changed, by language."), {"en": N_("The model phase was over.")})
    sources: Many[Citation] = required_sources()


class Organisation(Shape):
    """An organisation that takes part; role and type may be not known."""

    name: Name = field(N_("Name"), N_("The organisation's own name. Never a private person."), "Randers Kommune")
    role: OrganisationRole | None = optional(N_("Role"), N_("What it does in this practice."), "lead")
    type: OrganisationType | None = optional(N_("Type"), N_("What kind of organisation it is."), "municipality")
    about: LocalText | None = optional(N_("Note"), N_("A few words on its part, by language."), {"en": N_("Lends the premises")})
    sources: Many[Citation] = own_sources()


class Involvement(Shape):
    """At which levels and stages the people who use the service have a say."""

    levels: Many[InvolvementLevel] = several(N_("Levels"), N_("Individual, group, organisational, societal."), ["individual", "group"])
    stages: Many[InvolvementStage] = several(N_("Stages"), N_("Planning, delivery, evaluation."), ["planning"])
    sources: Many[Citation] = own_sources()


class Ages(Shape):
    """An age range in years; either end may be open."""

    from_age: Annotated[int, Field(ge=0, le=120)] | None = optional(N_("From age"), N_("The youngest age in years."), 18, alias="from")
    to_age: Annotated[int, Field(ge=0, le=120)] | None = optional(N_("To age"), N_("The oldest age in years."), 30, alias="to")


class Eligibility(Shape):
    """Who may take part."""

    ages: Ages | None = optional(N_("Ages"), N_("The age range of the people it is for."), {"from": 18, "to": 30})
    conditions: LocalProse | None = optional(N_("Conditions"), N_("Who may take part, by language."), {"en": N_("Out of work for at least a year.")})
    sources: Many[Citation] = own_sources()


class Resource(Shape):
    """Something that the practice needs: staff, volunteers, premises, time."""

    kind: ResourceKind = field(N_("Kind of resource"), N_("Staff, volunteers, premises and so on."), "staff")
    value: Number | None = optional(N_("How much"), N_("The number, if the source gives one."), 3)
    upper: Number | None = optional(N_("Up to"), N_("The higher end, if the source gives a range."), 5)
    unit: Unit | None = optional(N_("Unit"), N_("What the number counts."), "full-time-posts")
    qualifier: AmountQualifier | None = optional(N_("About or exactly"), N_("About, up to, at least and so on."), "about")
    year: Date | None = optional(N_("Year"), N_("The year that the number belongs to."), 2015)
    about: LocalProse | None = optional(N_("What for"), N_("What this is and what it does, by language."), {"en": N_("Two family coordinators per office")})
    sources: Many[Citation] = required_sources()


class Amount(Shape):
    """A sum of money, in the currency and the year of the source; never converted."""

    value: Number = field(N_("Sum"), N_("The number, without spaces or separators."), 50000)
    upper: Number | None = optional(N_("Up to"), N_("The higher end, if the source gives a range."), 70000)
    currency: Currency = field(N_("Currency"), N_("Three capital letters after ISO 4217, such as EUR."), "EUR", "DKK")
    year: Date | None = optional(N_("Year"), N_("The year that the sum belongs to."), 2018)
    qualifier: AmountQualifier | None = optional(N_("About or exactly"), N_("About, up to, at least and so on."), "up-to")


class Cost(Shape):
    """What something cost, or was planned to cost."""

    amount: Amount | None = optional(N_("Amount"), N_("The sum of money."), {"value": 50000, "currency": "EUR"})
    covers: LocalText | None = optional(N_("What it covers"), N_("What the sum pays for, by language."), {"en": N_("One team for one year")})
    planned: bool | None = optional(N_("Planned"), N_("true if the sum was a plan or a budget and not yet spent."), True)
    sources: Many[Citation] = required_sources()


class Funding(Shape):
    """Who pays."""

    funder: Name | None = optional(N_("Funder"), N_("The organisation or the programme that pays."), "Interreg Baltic Sea Region")
    kind: FundingKind | None = optional(N_("Kind of funding"), N_("European Union, national, municipal and so on."), "european-union")
    amount: Amount | None = optional(N_("Amount"), N_("The sum of money."), {"value": 3000000, "currency": "DKK"})
    about: LocalText | None = optional(N_("Note"), N_("What it pays for or how, by language."), {"en": N_("Grant for three years")})
    planned: bool | None = optional(N_("Planned"), N_("true if the money was a plan and not yet given."), True)
    sources: Many[Citation] = required_sources()


class Claim(Shape):
    """A number or a finding, with what it is, how it came about and where it is said.

    Its sentence stands under the same id in ``text.<language>.claims``.
    """

    id: ItemId = field(N_("Id"), N_("A short name for this claim; its sentence stands under it in every language."), "left-benefits")
    kind: ClaimKind = field(N_("Kind of claim"), N_("Context, target, reach, output or outcome."), "outcome")
    direction: Direction | None = optional(N_("Direction"), N_("Of an outcome: positive, none, mixed or negative."), "positive")
    value: Number | None = optional(N_("Value"), N_("The number, if there is one."), 32)
    upper: Number | None = optional(N_("Up to"), N_("The higher end, if the source gives a range."), 40)
    of: Number | None = optional(N_("Out of"), N_("The whole that the value is a part of."), 97)
    unit: Unit | None = optional(N_("Unit"), N_("What the number counts."), "people")
    currency: Currency | None = optional(N_("Currency"), N_("For money: three capital letters after ISO 4217."), "DKK")
    qualifier: AmountQualifier | None = optional(N_("About or exactly"), N_("About, up to, at least and so on."), "over")
    year: Date | None = optional(N_("Year"), N_("The year or date that the claim belongs to; of a period, its start."), 2018)
    until: Date | None = optional(N_("Until"), N_("The end of the period that the claim belongs to."), 2019)
    design: Design | None = optional(N_("How it was found out"), N_("The design of the evaluation. Leave it out if no source says."), "monitoring")
    comparison: Comparison | None = optional(N_("Compared with"), N_("What the result is compared with."), "national-average")
    against: Number | None = optional(N_("Value compared with"), N_("The other number, in the same unit."), 14)
    sample: Count | None = optional(N_("Sample"), N_("How many people or units were studied."), 97)
    follow_up_months: Count | None = optional(N_("Follow-up"), N_("How many months after the start it was measured."), 12)
    measured_by: Measurer | None = optional(
        N_("Measured by"), N_("Who measured: the organisation itself, independent researchers and so on."), "own-organisation"
    )
    users_asked: bool | None = optional(N_("Users asked"), N_("true if the people who use the service were asked."), True)
    indicator: Slug | None = optional(N_("Indicator"), N_("The id of one of the record's own indicators that this claim reports on."), "felt-heard")
    common_indicator: CommonIndicator | None = measured_exactly()
    sources: Many[Citation] = required_sources()


class Indicator(Shape):
    """A measure that the practice has set itself, in words or in numbers (SEMPRE recommendation on descriptive indicators)."""

    id: ItemId = field(N_("Id"), N_("A short name for this indicator."), "felt-heard")
    name: LocalText = field(N_("Name"), N_("The indicator, by language."), {"en": N_("Parents feel heard")})
    tells: LocalText | None = optional(
        N_("What it tells"), N_("What a change in it would mean, by language."), {"en": N_("Whether meetings reach the parents' own concerns")}
    )
    baseline: LocalText | None = optional(N_("Before"), N_("How it was before, by language."), {"en": N_("No parent had been asked")})
    observation: LocalText | None = optional(N_("Observation"), N_("What was seen, by language."), {"en": N_("Most parents felt heard")})
    year: Date | None = optional(N_("Year"), N_("The year of the observation."), 2018)
    common_indicator: CommonIndicator | None = measured_exactly()
    sources: Many[Citation] = required_sources()


class Evaluation(Shape):
    """An evaluation that exists, was read or is planned: "unread" is not "unknown"."""

    status: EvaluationStatus = field(N_("Status"), N_("Read, exists but unread, or planned."), "exists-unread")
    designs: Many[Design] = several(N_("Designs"), N_("How it was done."), ["randomised-trial", "process-evaluation"])
    comparison: Comparison | None = optional(N_("Compared with"), N_("What the result is compared with."), "randomised-control-group")
    sample: Count | None = optional(N_("Sample"), N_("How many people or units were studied."), 743)
    follow_up_months: Count | None = optional(N_("Follow-up"), N_("How many months after the start it was measured."), 30)
    by: Name | None = optional(N_("By"), N_("The organisation, or the authors of a publication."), "Aalborg University")
    year: Date | None = optional(N_("Year"), N_("When it was published."), 2019)
    about: LocalProse | None = optional(N_("Note"), N_("What it looked at, by language."), {"en": N_("Final evaluation; we have not read its content.")})
    sources: Many[Citation] = required_sources()


class Review(Shape):
    """Somebody looked at the practice and judged it: an editor, peers, a users' panel, a jury."""

    kind: ReviewKind = field(N_("Kind of review"), N_("Editor, peer review, users' panel or jury."), "peer-review")
    by: LocalText | None = optional(
        N_("By"), N_("A role or an organisation, never a private person, by language."), {"en": N_("Managers from three countries")}
    )
    date: Date | None = optional(N_("Date"), N_("When the review took place."), 2012)
    outcome: LocalProse | None = optional(N_("Outcome"), N_("What came out of it, by language."), {"en": N_("Recommended for other cities")})
    sources: Many[Citation] = required_sources()


class Recognition(Shape):
    """An award, a shortlist, a label or another sign that somebody outside noticed."""

    kind: RecognitionKind = field(N_("Kind of recognition"), N_("Award, shortlist, label and so on."), "award")
    name: Name = field(N_("Name"), N_("The name of the award, label or event."), "URBACT Good Practice")
    by: Name | None = optional(N_("By"), N_("Who gives it."), "URBACT")
    year: Date | None = optional(N_("Year"), N_("When it was given."), 2017)
    sources: Many[Citation] = required_sources()


class Material(Shape):
    """Something that others can use: a handbook, a film, a course."""

    kind: MaterialKind = field(N_("Kind of material"), N_("Handbook, report, film and so on."), "handbook")
    title: Name = field(N_("Title"), N_("Its title in its own language, or a short description."), "A Home of Your Own")
    languages: Many[Language] = several(N_("Languages"), N_("The languages that it exists in."), ["en", "fi"])
    year: Date | None = optional(N_("Year"), N_("When it came out."), 2017)
    url: Url | None = optional(N_("Address"), N_("Where to get it."), "https://example.org/handbook")
    about: LocalText | None = optional(N_("Note"), N_("A few words on it, by language."), {"en": N_("For front-line staff")})
    sources: Many[Citation] = required_sources()


class Relation(Shape):
    """A tie to another practice of this library: part of, continues, adopted from, comparable with."""

    kind: RelationKind = field(N_("Kind of tie"), N_("Part of, continues, adopted from and so on, seen from this record."), "part-of")
    practice: PracticeId = field(N_("Practice"), N_("The id of the other record: its file name without .yaml."), "sempre-accelerators")
    kept: LocalProse | None = optional(N_("What was kept"), N_("What was taken over, by language."), {"en": N_("The small sums and the short form")})
    changed: LocalProse | None = optional(N_("What was changed"), N_("What was made differently, by language."), {"en": N_("Schools hand out the money")})
    stopped: LocalProse | None = optional(
        N_("What stopped, and why"), N_("What was given up and the reason, by language."), {"en": N_("The yearly meeting, for lack of time")}
    )
    why: LocalProse | None = optional(N_("Why they belong together"), N_("One sentence, by language."), {"en": N_("Both grew out of the same project.")})
    sources: Many[Citation] = own_sources()


class GuidelineLink(Shape):
    """A clause of a guideline that the practice carries out, in the editors' reading."""

    clause: ClauseId = field(N_("Clause"), N_("The id of the clause: guideline, full stop, clause."), "sempre.users-as-staff")
    why: LocalProse = field(N_("Why"), N_("One sentence on how the practice carries it out, by language."), {"en": N_("Former users work as paid guides.")})


class Policy(Shape):
    """How the editors classify the practice within European social policy."""

    pillar: Many[PillarPrinciple] = several(N_("European Pillar of Social Rights"), N_("The principles that the practice serves."), ["principle-4"])
    active_inclusion: Many[Strand] = several(
        N_("Active inclusion"), N_("The strands of active inclusion that the practice serves."), ["inclusive-labour-markets"]
    )


class Alternative(Shape):
    """What another source says instead: sources that disagree stand side by side."""

    item: ItemPath = field(N_("Item"), N_("The field, or the item of it, that this source sees differently."), "places.0", "claims.reached")
    value: LocalProse = field(N_("What it says instead"), N_("The other source's version, by language."), {"en": N_("The brochure counts 26 projects.")})
    note: LocalProse | None = optional(N_("Note"), N_("How we read the difference, by language."), {"en": N_("We do not know which count is right.")})
    sources: Many[Citation] = required_sources()


class Inference(Shape):
    """An item that no source states as such: our reading across sources."""

    item: ItemPath = field(N_("Item"), N_("The field, or the item of it, that is our reading."), "relations.0", "claims.spread")
    why: LocalProse = field(N_("Why we read it so"), N_("The reason in one sentence, by language."), {"en": N_("Same town and same three services.")})


class Translation(Shape):
    """Where a text comes from if it is a translation."""

    source_language: Language = field(N_("Translated from"), N_("The language that it was translated from."), "en", alias="from")
    by: TranslationMethod = field(N_("Translated by"), N_("By machine, by a person, or reviewed by a person."), "machine")
    by_field: dict[str, TranslationMethod] | None = optional(
        N_("Translated otherwise"), N_("The fields that came about in another way than the rest; scripts write it."), {"title": "reviewed"}
    )
    made_from: dict[str, Version] | None = optional(
        N_("Made from"), N_("For each field, the version of the source text that it was made from; scripts write it."), {"title": "0a1b2c3d4e5f"}
    )


class Text(Shape):
    """The words of the record in one language; what is not translated falls back field by field."""

    title: Annotated[str, Field(min_length=1, max_length=300), Marker("text", "line"), limit(100)] = field(
        N_("Title"), N_("What it is and where, in one line that makes sense alone."), N_("Youth guidance centres in one place, Finland")
    )
    summary: Annotated[str, Field(min_length=1, max_length=900), Marker("text", "line"), limit(300)] = field(
        N_("Summary"), N_("One to three sentences: who does what, for whom, and what is known of the result."), N_("Single parents built their own website …")
    )
    challenge: Annotated[Prose, limit(1_200)] | None = optional(N_("The challenge"), N_("What problem it answers."), N_("Services were far away. [@a-source]"))
    goals: Many[Point] = several(N_("Goals"), N_("What it set out to do, one point each."), [N_("Fewer young people without work. [@a-source]")])
    approach: Annotated[Prose, limit(2_000)] | None = optional(
        N_("What is done"), N_("What people actually do, step by step."), N_("A nurse visits … [@a-source, p. 3]")
    )
    preconditions: Many[Point] = several(N_("What must be in place"), N_("What it needs to work, one point each."), [N_("One shared budget. [@a-source]")])
    results: Annotated[Prose, limit(2_000)] | None = optional(N_("Results"), N_("What came of it, and who says so."), N_("The city reports that … [@a-source]"))
    users_view: Annotated[Prose, limit(1_500)] | None = optional(
        N_("What users say"), N_("What the people who use it said, and how they were asked."), N_("In a small survey, most parents … [@a-source]")
    )
    difficulties: Annotated[Prose, limit(1_500)] | None = optional(
        N_("What was hard"), N_("Problems, limits and criticism."), N_("It took longer than planned. [@a-source]")
    )
    do: Many[Point] = several(N_("Do"), N_("What to do if you try it, one point each, as a source says."), [N_("Start small. [@a-source]")])
    dont: Many[Point] = several(N_("Don't"), N_("What to avoid, one point each, as a source says."), [N_("Do not promise too much. [@a-source]")])
    transfer: Annotated[Prose, limit(1_500)] | None = optional(
        N_("Elsewhere"), N_("Where else it was tried, and what would need to change."), N_("Norway followed. [@a-source]")
    )
    claims: dict[ItemId, Point] | None = optional(N_("Claims"), N_("The sentence of each claim, by its id."), {"left-benefits": N_("32 of 97 left benefits.")})
    translation: Translation | None = optional(N_("Translation"), N_("Where the text comes from if it is a translation."), {"from": "en", "by": "machine"})


class Contact(Shape):
    """A role or a mailbox of an organisation; never a private person."""

    role: LocalText | None = optional(N_("Role"), N_("The office to ask for, by language."), {"en": N_("Social services office")})
    organisation: Name | None = optional(N_("Organisation"), N_("Where that office is."), "Randers Kommune")
    mailbox: Annotated[str, Field(pattern=r"^[^@\s<>]+@[^@\s<>]+\.[a-z]{2,}$", max_length=200)] | None = optional(
        N_("Mailbox"), N_("A shared mailbox of the organisation."), "info@example.org"
    )
    url: Url | None = optional(N_("Address"), N_("A page with the organisation's contact."), "https://example.org/contact")


class RecordReview(Shape):
    """Who looks after this record, and when it is due."""

    owner: LocalText = field(N_("Owner"), N_("The role that looks after the record, by language."), {"en": N_("Editors")})
    last: Date = field(N_("Last reviewed"), N_("The date of the last review."), "2026-11-21")
    due: Date = field(N_("Review due"), N_("When it should be looked at again."), "2027-11-21")


class Record(Shape):
    """A practice: what somebody does, for whom, what it takes and what is known of its results."""

    status: RecordStatus = field(N_("Status of the record"), N_("Draft, published, dormant or withdrawn."), "published")
    language: Language = field(N_("Language of the record"), N_("The language it was written in; translations start from it."), "en")
    original_name: Annotated[dict[Language, Name], Field(min_length=1)] | None = optional(
        N_("Original name"), N_("The practice's own name, by its language."), {"da": "Langtidsledige tager teten"}
    )
    places: Many[Place] = field(N_("Places"), N_("Where it takes place: at least the country."), [{"country": "DK"}], min_length=1)
    phases: Many[Phase] = several(N_("Phases"), N_("When: pilot, project, regular service, each with its dates."), [{"kind": "project", "start": 2016}])
    last_known_active: Date | None = optional(N_("Last known active"), N_("The latest date at which a source shows it at work."), 2023)
    activity: Activity | None = optional(N_("Does it still run?"), N_("Only if a source says so."), {"state": "ended", "sources": ["a-source"]})
    organisations: Many[Organisation] = several(N_("Organisations"), N_("Who takes part."), [{"name": "Randers Kommune", "role": "lead"}])
    sectors: Many[Sector] = several(N_("Sectors"), N_("The fields of service that work together."), ["social-services", "health"])
    target_groups: Many[TargetGroup] = several(N_("Target groups"), N_("The people it is for."), ["single-parents"])
    themes: Many[Theme] = several(N_("Themes"), N_("What it is about, in the editors' reading."), ["user-involvement"])
    integration: Many[IntegrationForm] = several(N_("Form of cooperation"), N_("How services are joined, in the editors' reading."), ["one-stop-shop"])
    involvement: Involvement | None = optional(N_("User involvement"), N_("Where the people who use the service have a say."), {"levels": ["group"]})
    eligibility: Eligibility | None = optional(N_("Who may take part"), N_("Ages and conditions."), {"ages": {"from": 18, "to": 30}})
    resources: Many[Resource] = several(N_("What it takes"), N_("Staff, volunteers, premises, time."), [{"kind": "staff", "value": 4, "sources": ["a-source"]}])
    costs: Many[Cost] = several(
        N_("Costs"), N_("What it costs, and what that covers."), [{"amount": {"value": 5000, "currency": "EUR"}, "sources": ["a-source"]}]
    )
    funding: Many[Funding] = several(N_("Funding"), N_("Who pays."), [{"kind": "municipal", "sources": ["a-source"]}])
    claims: Many[Claim] = several(
        N_("Claims"), N_("Numbers and findings, each with its source."), [{"id": "reached", "kind": "reach", "sources": ["a-source"]}]
    )
    indicators: Many[Indicator] = several(N_("Own indicators"), N_("Measures that the practice has set itself."))
    evaluations: Many[Evaluation] = several(N_("Evaluations"), N_("Studies that exist, were read or are planned."))
    reviews: Many[Review] = several(N_("Reviews"), N_("Who judged the practice, and what came out."))
    recognition: Many[Recognition] = several(N_("Recognition"), N_("Awards, labels and the like."))
    materials: Many[Material] = several(N_("Materials"), N_("Handbooks, films and other things that others can use."))
    relations: Many[Relation] = several(N_("Related practices"), N_("Ties to other practices of this library."))
    guidelines: Many[GuidelineLink] = several(N_("Guideline clauses"), N_("The clauses that it carries out, in the editors' reading."))
    policy: Policy | None = optional(N_("European policy"), N_("Pillar principles and strands of active inclusion, in the editors' reading."))
    text: Annotated[dict[Language, Text], Field(min_length=1)] = field(N_("Text"), N_("The words of the record, by language."))
    alternatives: Many[Alternative] = several(N_("Where sources disagree"), N_("What another source says instead."))
    sources: Many[SourceId] = field(N_("Sources"), N_("The ids of all sources of this record; each is a file in sources/."), ["a-source"], min_length=1)
    inferred: Many[Inference] = several(N_("Our reading"), N_("Items that no source states as such, each with the reason."))
    contact: Contact | None = optional(N_("Contact"), N_("A role or a mailbox of an organisation, never a private person."))
    review: RecordReview | None = optional(N_("Care of this record"), N_("Who looks after it, and when it is due."))
