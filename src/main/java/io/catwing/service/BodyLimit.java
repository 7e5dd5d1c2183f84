package io.catwing.service;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses a body that is longer than any that is sent here: what reads it keeps all of it. Whoever may not send it is refused before. */
public final class BodyLimit extends OncePerRequestFilter {
    private static final int MOST_BYTES = 1 << 20;
    private static final String TOLD = "a body has up to " + MOST_BYTES + " bytes";

    BodyLimit() {}

    /** Where it was read so far. */
    public static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        private TooLong() {
            super(TOLD);
        }
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > MOST_BYTES) {
            refuse(response);
            return;
        }
        Counted counted = new Counted(request);
        try {
            chain.doFilter(counted, response);
        } catch (IOException | ServletException failed) {
            if (!counted.isTooLong()) {
                throw failed;
            }
        }
        if (counted.isTooLong() && !response.isCommitted()) {
            response.resetBuffer();
            refuse(response);
        }
    }

    private static void refuse(HttpServletResponse response) throws IOException {
        SignIn.problem(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, TOLD);
    }

    /** One whose length nobody has said, or that is longer than it says. */
    private static final class Counted extends HttpServletRequestWrapper {
        private Body body;

        Counted(HttpServletRequest request) {
            super(request);
        }

        boolean isTooLong() {
            return body != null && body.count > MOST_BYTES;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (body == null) {
                body = new Body(super.getInputStream());
            }
            return body;
        }

        @Override
        public BufferedReader getReader() throws IOException {
            String encoding = getCharacterEncoding();
            return new BufferedReader(new InputStreamReader(
                    getInputStream(), encoding == null ? StandardCharsets.UTF_8.name() : encoding));
        }
    }

    private static final class Body extends ServletInputStream {
        private final ServletInputStream in;
        private long count;

        Body(ServletInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int some = in.read(to, offset, length);
            count(Math.max(0, some));
            return some;
        }

        private void count(int more) throws IOException {
            count += more;
            if (count > MOST_BYTES) {
                throw new TooLong();
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
