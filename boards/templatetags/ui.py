"""Components of pages: `{% load ui %}`. Every one has its HTML in `templates/_components/`.

Tags take plain values and print through Django templates, so everything is escaped there. A tag
with content (`{% panel %}…{% endpanel %}`) gets content that Django has already rendered.
`docs/interface.md` lists them; `/components/` shows them. They live beside this module by subject.
"""

from django import template

from boards.templatetags import ui_facts, ui_figures, ui_forms, ui_lists, ui_messages

register = template.Library()
for part in (ui_facts, ui_figures, ui_forms, ui_lists, ui_messages):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
