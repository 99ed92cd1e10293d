"""The shape of a vocabulary: a closed list of terms with their words in every language of the site."""

from typing import Annotated, Literal

from pydantic import Field

from .language import N_
from .shape import Language, Line, LocalText, Many, Shape, Slug, field, optional, several

Words = Annotated[dict[Language, Many[Line]], Field(min_length=1)]


class Match(Shape):
    """The same term in an outside scheme."""

    scheme: Literal["european-pillar", "celex", "iso-4217"] = field(N_("Scheme"), N_("The outside scheme."), "european-pillar")
    id: Line = field(N_("Id"), N_("The term's id there."), "14")


class Term(Shape):
    """One term: an id that never changes, and its words."""

    id: Slug = field(N_("Id"), N_("Lower-case letters, digits and hyphens; it never changes."), "single-parents")
    label: LocalText = field(N_("Label"), N_("The term by language."), {"en": "Single parents", "sv": "Ensamstående föräldrar"})
    inverse: Slug | None = optional(N_("Inverse"), N_("For ties between practices: the same tie seen from the other side."), "has-part")
    one: LocalText | None = optional(N_("Singular"), N_("For units: the word for one, by language."), {"en": "person"})
    definition: LocalText = field(N_("Definition"), N_("One sentence by language."), {"en": "Parents who bring up children alone."})
    synonyms: Words | None = optional(N_("Synonyms"), N_("Words that readers may search for, by language."), {"en": ["lone parents"]})
    match: Many[Match] = several(N_("Match"), N_("The same term in an outside scheme."), [{"scheme": "european-pillar", "id": "14"}])


class Vocabulary(Shape):
    """A closed list of terms."""

    label: LocalText = field(N_("Label"), N_("The name of the list, by language."), {"en": "Target groups"})
    definition: LocalText = field(N_("Definition"), N_("What the list says about a practice, by language."), {"en": "The people that a practice is for."})
    terms: Many[Term] = field(N_("Terms"), N_("The terms in the order in which they are shown."), min_length=1)
