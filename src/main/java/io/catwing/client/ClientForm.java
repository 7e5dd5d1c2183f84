package io.catwing.client;

import static io.catwing.client.yaml.Key.optional;
import static io.catwing.client.yaml.Key.required;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.yaml.Key;
import io.catwing.client.yaml.ObjectForm;
import io.catwing.client.yaml.Schema;
import io.catwing.client.yaml.Values;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A client's whole file. Each section has its own form; {@code clients/schema.json} is generated from them. */
final class ClientForm {
    private static final Key<ClientId> CLIENT =
            required("client", Scalars.CLIENT_ID, "The client's id, CW- and six digits; the file is named after it.");
    private static final Key<String> NAME = required("name", Scalars.TEXT, "What people call the client.");
    private static final Key<ZoneId> TIME_ZONE = optional(
            "time_zone", Scalars.TIME_ZONE, "UTC", "How local times are read, and when the business day ends.");
    private static final Key<LocalDate> START = optional(
            "start",
            Scalars.DAY,
            "The first business date that is due. Without it, each entity begins with its first file, or with yesterday.");
    private static final Key<ErpForm.Draft> ERP = required("erp", ErpForm.ERP, "The ERP that the records come from.");
    private static final Key<Map<Entity, EntityForm.Draft>> ENTITIES =
            required("entities", EntityForm.ENTITIES, "How each entity is fetched, and what its records mean.");
    private static final Key<Images> IMAGES = optional(
            "images",
            ImagesForm.IMAGES,
            "Where the images that products name are fetched from. Without it none are fetched.");

    private static final Key<Training> ML =
            optional("ml", TrainingForm.ML, "The client's model runs. Left out, there are none.");

    /** Returns an empty Optional if anything in the file is wrong. */
    static final ObjectForm<Optional<Client>> CLIENT_FILE = ObjectForm.object(
                    "client",
                    "One client: its ERP, its entities, and what their records mean.",
                    ClientForm::client,
                    CLIENT,
                    NAME,
                    TIME_ZONE,
                    START,
                    ERP,
                    ENTITIES,
                    IMAGES,
                    ML)
            .lenient();

    private ClientForm() {}

    /** The content of {@code clients/schema.json}. */
    static ObjectNode schema() {
        return Schema.of("A client of CatWing", CLIENT_FILE);
    }

    /** Only sources need none. */
    private static void requireUrl(Values v, ErpForm.Draft erp, Map<Entity, EntityForm.Draft> drafts) {
        String hint = "add url: the base address of every request";
        Optional<Entity> asked = drafts.entrySet().stream()
                .filter(draft -> !draft.getValue().values().has(SourceForm.SOURCE))
                .map(Map.Entry::getKey)
                .findFirst();
        if (asked.isPresent()) {
            erp.values().refuse(ErpForm.URL, "is missing, but " + asked.get() + " is asked by a request", hint);
        } else if (erp.values().has(ErpForm.AUTH)) {
            erp.values().refuse(ErpForm.URL, "is missing, but there is auth for it", hint + ", or take auth away");
        } else if (v.has(IMAGES)) {
            erp.values().refuse(ErpForm.URL, "is missing, but images are fetched with its credentials", hint);
        }
    }

    private static Optional<Client> client(Values v) {
        String fileName = v.reading().file().getFileName().toString();
        v.find(CLIENT).filter(id -> !fileName.equals(id + ".yaml")).ifPresent(id -> {
            String hint = "the file of client " + id + " is " + id + ".yaml; rename it, or correct client:";
            v.refuse(CLIENT, "is " + id + ", but the file is " + fileName, hint);
        });
        Map<Entity, EntityForm.Draft> drafts = v.find(ENTITIES).orElse(Map.of());
        if (v.find(ENTITIES).isPresent()
                && drafts.isEmpty()
                && v.reading().problems().isEmpty()) {
            v.refuse(ENTITIES, "has no entity", "give at least one, such as products:");
        }
        ErpForm.Draft erp = v.find(ERP).orElse(null);
        if (erp == null) {
            return Optional.empty();
        }
        ZoneId zone = v.find(TIME_ZONE).orElse(ZoneOffset.UTC);
        Map<Entity, EntitySpec> entities = new EnumMap<>(Entity.class);
        drafts.forEach((entity, draft) -> new EntityAssembly(erp.values(), zone, entity, draft.values())
                .assemble(draft.mapping())
                .ifPresent(spec -> entities.put(entity, spec)));
        if (!erp.values().has(ErpForm.URL)) {
            requireUrl(v, erp, drafts);
        }
        ParentChecks.check(drafts);
        if (!v.reading().problems().isEmpty()) {
            return Optional.empty();
        }
        Map<Entity, EntitySpec> all = Collections.unmodifiableMap(entities);
        Images images = v.find(IMAGES)
                .map(written -> ImagesForm.complete(written, erp.erp()))
                .orElse(null);
        return Optional.of(new Client(
                v.get(CLIENT),
                v.get(NAME),
                zone,
                v.find(START).orElse(null),
                erp.erp(),
                all,
                v.find(ML),
                images,
                v.reading().file()));
    }
}
