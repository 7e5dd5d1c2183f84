package io.catwing.job;

import io.catwing.clientdata.MutatedWorkbooks;
import io.catwing.clientdata.WorkbookKind;
import io.catwing.productimages.MutatedImages;
import io.catwing.support.HostileText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import software.amazon.awssdk.core.sync.RequestBody;

/** What ERPs may answer and people may upload, the same for each number. Clients from the second on are hostile. */
final class Hostility {
    /** Seeds. */
    private static final long PICTURES = 1_000_000;

    private static final long WORKBOOKS = 2_000_000;

    private Hostility() {}

    /** As people upload them: what is no JPEG is told, and what is one is measured. */
    static void uploadImages(ManyClients many, int hostile, int each) {
        upload(many, "product-images/" + ManyClients.HONEST + "/P1.jpg", MutatedImages.sound());
        for (int i = 0; i < each * hostile; i++) {
            SplittableRandom random = new SplittableRandom(PICTURES + i);
            upload(
                    many,
                    "product-images/" + ManyClients.client(1 + i % hostile) + "/P" + i + ".jpg",
                    i % 4 == 0 ? MutatedImages.of(random) : MutatedImages.jpeg(random));
        }
    }

    /** A client has one of each kind, which replaces the one of the round before. */
    static void uploadWorkbooks(ManyClients many, int hostile, int round) {
        for (WorkbookKind kind : WorkbookKind.values()) {
            for (int i = 1; i <= hostile; i++) {
                SplittableRandom random = new SplittableRandom(WORKBOOKS + hostile * round + i);
                upload(
                        many,
                        "client-data/" + ManyClients.client(i) + "/supplier-availability/" + kind.fileName(),
                        MutatedWorkbooks.of(random, kind));
            }
        }
    }

    /** For the tests that come after, in which nothing is wrong. */
    static void removeUploads(ManyClients many) {
        for (String prefix : List.of("client-data/", "product-images/")) {
            many.bucket
                    .s3()
                    .listObjectsV2Paginator(l -> l.bucket(many.bucket.name()).prefix(prefix))
                    .contents()
                    .forEach(object -> many.bucket.s3().deleteObject(d -> d.bucket(many.bucket.name())
                            .key(object.key())));
        }
    }

    private static void upload(ManyClients many, String key, byte[] bytes) {
        many.bucket.s3().putObject(p -> p.bucket(many.bucket.name()).key(key), RequestBody.fromBytes(bytes));
    }

    static int status(int number) {
        return List.of(200, 200, 200, 200, 400, 401, 404, 500, 503).get(number % 9);
    }

    /** Bytes of any kind, hostile text where an ERP's error stands, and mutations of an honest answer. */
    static byte[] answer(int number) {
        SplittableRandom random = new SplittableRandom(number);
        return switch (number % 4) {
            case 0 -> {
                byte[] bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case 1 -> HostileText.of(number).getBytes(StandardCharsets.UTF_8);
            case 2 ->
                ("{\"data\":[],\"error\":\"" + escaped(HostileText.of(number)) + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
            default -> {
                byte[] bytes = ("{\"data\":[{\"id\":\"1\",\"name\":\"" + escaped(HostileText.of(number)) + "\"}]}")
                        .getBytes(StandardCharsets.UTF_8);
                for (int i = random.nextInt(4); i > 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                yield bytes;
            }
        };
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
        return escaped.toString();
    }
}
