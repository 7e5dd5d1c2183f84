package io.catwing.fetch;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonPointer;
import io.catwing.client.AnswerShape;
import io.catwing.failure.Failure;
import io.catwing.failure.QuarantinedFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;

/**
 * XML as a stream of JSON; {@link XmlElement} says how one becomes the other. The records are always an array. One record, or
 * one element beside them, is held at a time.
 */
final class XmlAsJson extends InputStream {
    /** An element around the records, whose beginning is written already. */
    private static final class Around {
        private final JsonPointer path;
        private final JsonPointer toRecords;
        private final StringBuilder text = new StringBuilder();
        private boolean inRecords;
        private boolean recordsWritten;

        Around(JsonPointer path, JsonPointer toRecords) {
            this.path = path;
            this.toRecords = toRecords;
        }
    }

    private final KeptText kept;
    private final XMLStreamReader2 xml;
    private final AnswerShape.Xml shape;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final JsonGenerator out;
    private final Deque<Around> around = new ArrayDeque<>();
    private byte[] ready = new byte[0];
    private int at;
    private boolean ended;

    /** @param records pointer to the records in the JSON; null where there are none */
    XmlAsJson(InputStream in, AnswerShape answer, JsonPointer records) throws IOException {
        this.shape = answer.xml();
        this.kept = new KeptText(XmlCharset.open(in, answer.charset()));
        this.out = RecordCopy.generator(bytes);
        try {
            xml = (XMLStreamReader2) factory().createXMLStreamReader(kept);
        } catch (XMLStreamException e) {
            throw broken(e);
        }
        out.writeStartObject();
        around.push(new Around(JsonPointer.empty(), records));
    }

    /** One for each answer: it keeps the names that it reads, and an ERP may use ids as names. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        while (at == ready.length) {
            if (ended) {
                return -1;
            }
            step();
            out.flush();
            ready = bytes.toByteArray();
            bytes.reset();
            at = 0;
        }
        int some = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, to, offset, some);
        at += some;
        return some;
    }

    /** One event around the records, or one element. */
    private void step() throws IOException {
        Around here = around.peek();
        kept.forgetBefore(xml.getLocationInfo().getStartingCharOffset());
        switch (next()) {
            case XMLStreamConstants.START_ELEMENT -> begin(here);
            case XMLStreamConstants.END_ELEMENT -> end(around.pop());
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                if (!xml.isWhiteSpace()) {
                    here.text.append(xml.getText());
                    XmlElement.requireShort(here.text.length());
                }
            }
            case XMLStreamConstants.END_DOCUMENT -> {
                ended = true;
                end(around.pop());
            }
            default -> {
                // Comments, instructions and blanks between elements say nothing.
            }
        }
    }

    private void end(Around here) throws IOException {
        if (here.inRecords) {
            out.writeEndArray();
        }
        if (!here.text.isEmpty()) {
            out.writeStringField(XmlElement.TEXT, here.text.toString());
        }
        out.writeEndObject();
    }

    private void begin(Around here) throws IOException {
        String name = XmlElement.name(xml);
        JsonPointer path = here.path.appendProperty(name);
        JsonPointer rest = here.toRecords == null ? null : here.toRecords.matchProperty(name);
        if (rest != null && rest.matches()) {
            record(here, name, path);
            return;
        }
        if (here.inRecords) {
            out.writeEndArray();
            here.inRecords = false;
        }
        out.writeFieldName(name);
        if (rest == null) {
            XmlElement.read(xml, this::next, path, shape.arrays()).write(out);
            return;
        }
        out.writeStartObject();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            out.writeStringField(XmlElement.attribute(xml, i), xml.getAttributeValue(i));
        }
        around.push(new Around(path, rest));
    }

    private void record(Around here, String name, JsonPointer path) throws IOException {
        if (!here.inRecords && here.recordsWritten) {
            throw new QuarantinedFailure(
                    "the records '" + RecordCopy.shown(name) + "' do not stand together, but have others between them",
                    "ask for the records alone, or point envelope.records elsewhere");
        }
        if (!here.inRecords) {
            out.writeArrayFieldStart(name);
            here.inRecords = true;
            here.recordsWritten = true;
        }
        long from = xml.getLocationInfo().getStartingCharOffset();
        XmlElement record = XmlElement.read(xml, this::next, path, shape.arrays());
        record.writeRecord(out, shape.original() ? kept.text(from, end()) : null);
    }

    private long end() throws IOException {
        try {
            return xml.getLocationInfo().getEndingCharOffset();
        } catch (XMLStreamException e) {
            throw broken(e);
        }
    }

    /** The next event, none of which leads out of the document. */
    private int next() throws IOException {
        int event;
        try {
            event = xml.next();
        } catch (XMLStreamException e) {
            throw broken(e);
        } catch (RuntimeException e) {
            if (e instanceof Failure) {
                throw e;
            }
            throw broken(new XMLStreamException(e.getMessage()));
        }
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new QuarantinedFailure(
                    "the XML declares a document type or uses entities of its own, which are not read",
                    "ask the ERP's maker for XML without them");
        }
        return event;
    }

    private static IOException broken(XMLStreamException e) {
        if (e.getNestedException() instanceof IOException io) {
            return io;
        }
        String where = e.getLocation() == null
                ? ""
                : " at line " + e.getLocation().getLineNumber() + ", column "
                        + e.getLocation().getColumnNumber();
        String what = String.valueOf(e.getMessage()).replaceFirst("(?s)^ParseError.*?Message: ", "");
        String first = what.lines().findFirst().orElse("").replaceAll("\\s+at \\[.*", "");
        boolean cut = first.contains("End-of-") || first.contains("end-of-");
        return new PageReader.NoJson(
                cut
                        ? "the answer ends in the middle"
                        : "the answer is no XML" + where + ": " + RecordCopy.shown(first));
    }

    @Override
    public void close() throws IOException {
        kept.close();
    }
}
