package io.catwing.http;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.util.CharArrayBuffer;

/** Reads the head of an answer, which a few interim ones (1xx) may precede. One per connection. */
final class AnswerHead extends DefaultHttpResponseParser {

    private static final int INTERIM = 10;

    private int interim;

    AnswerHead(Http1Config config) {
        super(config);
    }

    @Override
    protected ClassicHttpResponse createMessage(CharArrayBuffer buffer) throws IOException, HttpException {
        ClassicHttpResponse head = super.createMessage(buffer);
        interim = head.getCode() < HttpStatus.SC_SUCCESS ? interim + 1 : 0;
        if (interim > INTERIM) {
            throw new MessageConstraintException("more than " + INTERIM + " interim answers");
        }
        return head;
    }
}
