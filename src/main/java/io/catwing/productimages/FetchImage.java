package io.catwing.productimages;

import io.catwing.bucket.ObjectStore;
import io.catwing.bucket.PutMessage;
import io.catwing.bucket.SpoolFolder;
import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import io.catwing.failure.RetryableFailure;
import io.catwing.http.Backoff;
import io.catwing.job.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.hc.client5.http.ClientProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The steps of one image. Called by the route {@code fetch-product-image}, in the order of the methods. */
@Component
public class FetchImage {

    /** Exchange property: the worker that the image is fetched in, and then the image. */
    static final String WORKER = "imageWorker";

    static final String IMAGE = "image";

    private static final Logger LOG = LoggerFactory.getLogger(FetchImage.class);

    private final ObjectStore objectStore;
    private final SpoolFolder spools;
    private final VerifyImage verifier;

    public FetchImage(ObjectStore objectStore, SpoolFolder spools, VerifyImage verifier) {
        this.objectStore = objectStore;
        this.spools = spools;
        this.verifier = verifier;
    }

    /** Takes spool files, which go when the exchange ends, whatever it came to. */
    public void begin(
            @Body ImageRequest order,
            @Variable(WORKER) ImageWorker worker,
            @Variable(PlanImages.PROGRESS) Progress.Step progress,
            Exchange exchange) {
        Image image = new Image(
                worker.counters(),
                order,
                spools.newFile(worker.client() + "-image"),
                spools.newFile(worker.client() + "-image.jpg"));
        exchange.setVariable(IMAGE, image);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                progress.advance(1);
                try {
                    Files.deleteIfExists(image.spool);
                    Files.deleteIfExists(image.converted);
                } catch (IOException e) {
                    LOG.warn("a spool file stays until the next start: {}", e.toString());
                }
            }
        });
    }

    /** Where it is, where it goes, and what is there. A step of its own, for it is tried again. */
    public void locate(@Variable(IMAGE) Image image) {
        image.address = ImageAddress.of(image.client(), image.order.url());
        new AllowedServers(image.client()).check(image.address);
        image.key = ImageKey.of(image.client().id(), image.order.productId());
        image.there = objectStore.find(image.key).flatMap(object -> ImageMetadata.read(object.metadata()));
        image.located = true;
    }

    /** Whether something came that S3 does not have like this: other bytes, or other words for asking next time. */
    public boolean isNew(@Variable(IMAGE) Image image) {
        if (image.answer == null) {
            return false;
        }
        ImageAnswer answer = image.answer;
        Optional<ImageMetadata> same = image.there
                .filter(there -> there.sourceSha256().equals(answer.sha256()))
                .filter(there -> there.equals(new ImageMetadata(
                        there.width(),
                        there.height(),
                        there.sha256(),
                        image.address.toString(),
                        answer.sha256(),
                        answer.etag(),
                        answer.lastModified())));
        return same.isEmpty();
    }

    /** Decodes what came, and writes its PUT. */
    public void verify(@Variable(IMAGE) Image image, Message message) {
        try {
            image.verified = verifier.verify(
                    image.spool, image.answer.format(), image.client().images().megapixels(), image.converted);
        } catch (IOException e) {
            throw new RetryableFailure(
                    "its spool file cannot be used: " + e, "look for space and permissions under CATWING_HOME", e);
        }
        VerifiedImage verified = image.verified;
        ImageAnswer answer = image.answer;
        ImageMetadata metadata = new ImageMetadata(
                verified.width(),
                verified.height(),
                verified.sha256(),
                image.address.toString(),
                answer.sha256(),
                answer.etag(),
                answer.lastModified());
        PutMessage.write(message, image.key.toString(), verified.file(), "image/jpeg", metadata.write());
    }

    /** Counts it, once the server says that it is there. */
    public void done(@Variable(IMAGE) Image image, Exchange exchange) throws IOException {
        if (isNew(image)) {
            objectStore.confirm(image.key);
        }
        boolean sameBytes = image.answer == null
                || image.there
                        .filter(there -> there.sourceSha256().equals(image.answer.sha256()))
                        .isPresent();
        if (sameBytes) {
            image.counters.unchanged();
        } else {
            image.counters.stored(Files.size(image.verified.file()));
        }
        exchange.getMessage().setBody(null);
    }

    /** Counts it as failed; the others go on. */
    public void setAside(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause,
            @Variable(IMAGE) Image image,
            Exchange exchange) {
        Exception told = cause instanceof IOException broken ? unanswered(broken, image) : cause;
        String message = Failure.describe(told);
        if (told instanceof Failure) {
            LOG.debug("{} of {} failed: {}", image, image.client().id(), message);
        } else {
            LOG.warn("{} of {} failed: {}", image, image.client().id(), message, cause);
        }
        image.counters.failed(image.order, message);
        exchange.getMessage().setBody(null);
    }

    /** What asking again does not help with: redirects that lead nowhere, a certificate that is not trusted. */
    private static QuarantinedFailure unanswered(IOException cause, Image image) {
        if (cause instanceof ClientProtocolException) {
            return new QuarantinedFailure(
                    "it is redirected in circles, more than 3 times, or to no address",
                    "have the ERP name the image where it is",
                    cause);
        }
        if (image.answer != null) {
            return new QuarantinedFailure(
                    "its spool file cannot be used: " + cause,
                    "look for space and permissions under CATWING_HOME",
                    cause);
        }
        image.counters.unanswered(image.server(), false);
        return new QuarantinedFailure(
                Backoff.reason(cause, image.server(), image.client().erp().limits()),
                "look at the server's state, then run the same command again",
                cause);
    }

    /** What the client's route comes to where it is stopped. */
    public void refuse(@Variable(IMAGE) Image image, Exchange exchange) {
        String route = ImageRoutes.routeId(image.client().id());
        QuarantinedFailure stopped = new QuarantinedFailure(
                "the route " + route + " is stopped", "start it by JMX, or start the program again");
        setAside(stopped, image, exchange);
    }

    /** Nothing helps until a person acts: the workers of the client find nothing more to do. */
    public void stop(@Variable(WORKER) ImageWorker worker) {
        worker.queue().clear();
    }
}
