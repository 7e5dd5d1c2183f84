package io.catwing.client;

import io.catwing.client.yaml.Values;
import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What only all entities together show of their {@code parents}. */
final class ParentChecks {
    private final Map<Entity, EntityForm.Draft> drafts;

    private ParentChecks(Map<Entity, EntityForm.Draft> drafts) {
        this.drafts = drafts;
    }

    static void check(Map<Entity, EntityForm.Draft> drafts) {
        ParentChecks checks = new ParentChecks(drafts);
        drafts.forEach((entity, draft) -> {
            if (checks.leadSomewhere(entity, draft.values())
                    && draft.mapping() != null
                    && draft.mapping().deleted() != null
                    && draft.mapping().deleted().absent()) {
                checks.requireAll(draft.values());
            }
        });
    }

    /** Parents are fetched before their children, so none may be its own. @return all of them are there */
    private boolean leadSomewhere(Entity entity, Values values) {
        Set<Entity> seen = EnumSet.of(entity);
        Optional<Entity> parent = parent(entity);
        for (; parent.isPresent() && seen.add(parent.get()); parent = parent(parent.get())) {
            if (!drafts.containsKey(parent.get())) {
                break;
            }
        }
        if (parent.isEmpty()) {
            return true;
        }
        if (drafts.containsKey(parent.get())) {
            values.refuse(
                    EntityForm.PARENTS,
                    "leads back to " + parent.get(),
                    "an entity cannot be fetched after itself; for ids of its own say search, or detail");
        } else if (parent(entity).equals(parent)) {
            values.refuse(
                    EntityForm.PARENTS,
                    "names " + parent.get() + ", which the file does not have",
                    "declare " + parent.get() + " below entities, or name another entity");
        }
        return false;
    }

    /** What the children of some parents do not list may be another parent's, and not deleted. */
    private void requireAll(Values values) {
        String hint =
                "take absent_is_deleted away, or have parents be all that there are: an entity with snapshot: true, without where";
        Values child = values;
        for (Optional<EntitySpec.Parents> of = parents(child); of.isPresent(); of = parents(child)) {
            if (of.get().where() != null) {
                values.refuse(
                        EntityForm.PARENTS,
                        "leaves out some " + of.get().entity()
                                + " by where, so absent_is_deleted would mark what belongs to them",
                        hint);
                return;
            }
            child = drafts.get(of.get().entity()).values();
            if (!listsAllWith(values, child)) {
                values.refuse(
                        EntityForm.PARENTS,
                        "leads to " + of.get().entity()
                                + ", whose files hold only what changed, so absent_is_deleted would mark what belongs to others",
                        hint);
                return;
            }
        }
    }

    /** The parents' file lists everything, on each day at least on which the children's does. */
    private static boolean listsAllWith(Values children, Values parents) {
        return parents.has(EntityForm.SNAPSHOT)
                || children.has(EntityForm.DELTA)
                        && whole(children).isPresent()
                        && whole(children).equals(whole(parents));
    }

    /** On which days the file of a delta is a snapshot; the inner one is empty for the first of a month. */
    private static Optional<Optional<DayOfWeek>> whole(Values values) {
        return values.find(EntityForm.DELTA).map(DeltaForm.Draft::whole).map(DeltaForm.Whole::every);
    }

    private static Optional<EntitySpec.Parents> parents(Values values) {
        return values.find(EntityForm.PARENTS);
    }

    private Optional<Entity> parent(Entity entity) {
        return drafts.containsKey(entity)
                ? parents(drafts.get(entity).values()).map(EntitySpec.Parents::entity)
                : Optional.empty();
    }
}
