package io.catwing.productimages;

import io.catwing.failure.Failure;
import io.catwing.failure.ParkedFailure;
import io.catwing.http.Backoff;
import io.catwing.lake.Lake;
import io.catwing.run.Progress;
import io.catwing.spool.SpoolFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.hc.client5.http.ClientProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The steps of one picture. Called by the route {@code fetch-product-image}, in the order of the methods. */
@Component
public class FetchPicture {

    /** Exchange property: the lane that the picture is fetched in, and then the picture. */
    static final String LANE = "pictureLane";

    static final String PICTURE = "picture";

    private static final Logger LOG = LoggerFactory.getLogger(FetchPicture.class);

    private final Lake lake;
    private final SpoolFolder spools;
    private final VerifyPicture verifier;

    public FetchPicture(Lake lake, SpoolFolder spools, VerifyPicture verifier) {
        this.lake = lake;
        this.spools = spools;
        this.verifier = verifier;
    }

    /** Takes spool files, which go when the exchange ends, whatever it came to. */
    public void begin(
            @Body PictureOrder order,
            @ExchangeProperty(LANE) PictureLane lane,
            @ExchangeProperty(PlanPictures.PROGRESS) Progress.Step progress,
            Exchange exchange) {
        Picture picture = new Picture(
                lane.tally(),
                order,
                spools.newFile(lane.client() + "-picture"),
                spools.newFile(lane.client() + "-picture.jpg"));
        exchange.setProperty(PICTURE, picture);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                progress.advance(1);
                try {
                    Files.deleteIfExists(picture.spool);
                    Files.deleteIfExists(picture.converted);
                } catch (IOException e) {
                    LOG.warn("a spool file stays until the next start: {}", e.toString());
                }
            }
        });
    }

    /** Where it is, where it goes, and what is there. */
    public void locate(@ExchangeProperty(PICTURE) Picture picture) {
        picture.address = Picture.address(picture.client(), picture.order.url());
        new AllowedServers(picture.client()).check(picture.address);
        picture.key = PictureKey.of(picture.client().id(), picture.order.productId());
        picture.there = lake.find(picture.key).flatMap(object -> PictureMetadata.read(object.metadata()));
    }

    /** Whether something came that S3 does not have like this: other bytes, or other words for asking next time. */
    public boolean isNew(@ExchangeProperty(PICTURE) Picture picture) {
        if (picture.answer == null) {
            return false;
        }
        PictureAnswer answer = picture.answer;
        Optional<PictureMetadata> same = picture.there
                .filter(there -> there.sourceSha256().equals(answer.sha256()))
                .filter(there -> there.equals(new PictureMetadata(
                        there.width(),
                        there.height(),
                        there.sha256(),
                        picture.address.toString(),
                        answer.sha256(),
                        answer.etag(),
                        answer.lastModified())));
        return same.isEmpty();
    }

    public void verify(@ExchangeProperty(PICTURE) Picture picture) throws IOException {
        picture.verified = verifier.verify(
                picture.spool,
                picture.answer.format(),
                picture.client().pictures().megapixels(),
                picture.converted);
    }

    public void store(@ExchangeProperty(PICTURE) Picture picture) {
        VerifiedPicture verified = picture.verified;
        PictureAnswer answer = picture.answer;
        PictureMetadata metadata = new PictureMetadata(
                verified.width(),
                verified.height(),
                verified.sha256(),
                picture.address.toString(),
                answer.sha256(),
                answer.etag(),
                answer.lastModified());
        lake.put(picture.key, verified.file(), "image/jpeg", metadata.write());
    }

    /** Counts it. */
    public void done(@ExchangeProperty(PICTURE) Picture picture, Exchange exchange) throws IOException {
        boolean sameBytes = picture.answer == null
                || picture.there
                        .filter(there -> there.sourceSha256().equals(picture.answer.sha256()))
                        .isPresent();
        if (sameBytes) {
            picture.tally.unchanged();
        } else {
            picture.tally.stored(Files.size(picture.verified.file()));
        }
        exchange.getMessage().setBody(null);
    }

    /** Counts it as failed; the others go on. */
    public void setAside(
            @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception cause,
            @ExchangeProperty(PICTURE) Picture picture,
            Exchange exchange) {
        Exception told = cause instanceof IOException broken ? unanswered(broken, picture) : cause;
        String message = Failure.describe(told);
        if (told instanceof Failure) {
            LOG.debug("{} of {} failed: {}", picture, picture.client().id(), message);
        } else {
            LOG.warn("{} of {} failed: {}", picture, picture.client().id(), message, cause);
        }
        picture.tally.failed(picture.order, message);
        exchange.getMessage().setBody(null);
    }

    /** What asking again does not help with: redirects that lead nowhere, a certificate that is not trusted. */
    private static ParkedFailure unanswered(IOException cause, Picture picture) {
        if (cause instanceof ClientProtocolException) {
            return new ParkedFailure(
                    "it is redirected in circles, more than 3 times, or to no address",
                    "have the ERP name the picture where it is",
                    cause);
        }
        if (picture.answer != null) {
            return new ParkedFailure(
                    "its spool file cannot be used: " + cause,
                    "look for space and permissions under CATWING_HOME",
                    cause);
        }
        picture.tally.silent(picture.server());
        return new ParkedFailure(
                Backoff.reason(cause, picture.server(), picture.client().erp().limits()),
                "look at the server's state, then run the same command again",
                cause);
    }

    /** What the client's route comes to where it is stopped. */
    public void refuse(@ExchangeProperty(PICTURE) Picture picture, Exchange exchange) {
        String route = PictureRoutes.routeId(picture.client().id());
        ParkedFailure stopped =
                new ParkedFailure("the route " + route + " is stopped", "start it by JMX, or start the program again");
        setAside(stopped, picture, exchange);
    }

    /** Nothing helps until a person acts: the lanes of the client find nothing more to do. */
    public void stop(@ExchangeProperty(LANE) PictureLane lane) {
        lane.queue().clear();
    }
}
