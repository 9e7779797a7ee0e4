"""Who may do what: the whole rule, and where each part of it is.

Denied is what no rule here allows. Asked in this order:

1. **Who** (`acting`). An active person with a post (职务) in force today; anybody else may nothing.
   Who acts on behalf of somebody else does it by a delegation of that very work (委托), or by an
   absence substitution (代理) in force today; then the posts *of the absent person* decide, as they
   are today, and nothing else: the substitute's own posts neither add nor are needed. An absent
   person who left or has no post gives nothing. What A may do for B is never passed on to who
   substitutes for A.
2. **What** (`permissions`, `words`). Work in a diagram names its candidates; every other command is
   a word, and an installation says which groups may give it. Who substitutes may use only the
   words marked so.
3. **Where** (`engine.identity.scope`, in Python and in SQL). A right holds per post: the group that
   gives it and the unit it reaches are those of the same post. Work of a unit is for posts in that
   unit or above it; what names a person asks for no group. Nobody acts who belongs to an excluded
   unit or has a post there or below: neither the absent person nor who acts for them.
4. **Not twice** (`separation`). `separate_from` binds everybody who stands behind an act: the real
   person, the absent one they act for, and whoever delegated the work. All of them count as having
   performed it afterwards.

`work` puts this together for open work; `papers` says who sees documents and attachments; `lists`
gives the same as conditions for lists. Ask `work.expect_may_act` about open work, and
`engine.permissions.expect` or `.allows` about everything else. docs/duties.md tells it to people.
"""
