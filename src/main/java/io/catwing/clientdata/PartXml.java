package io.catwing.clientdata;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Parses the XML of one part without keeping anything of it. Refuses what
 * workbooks do not need: document types, entities, and texts, tags or comments of enormous length.
 */
final class PartXml implements AutoCloseable {
    private static final XMLInputFactory FACTORY = factory();

    private final String part;
    private final Inflation inflation;
    private final CheckedInputStream in;
    private final long checksum;
    private final XMLStreamReader xml;

    /**
     * @param part its name, for messages
     * @param checksum according to the zip
     */
    PartXml(String part, InputStream in, long checksum, Inflation inflation) throws Refusal {
        this.part = part;
        this.checksum = checksum;
        this.inflation = inflation;
        this.in = new CheckedInputStream(inflation.counting(in), new CRC32());
        try {
            xml = FACTORY.createXMLStreamReader(this.in);
        } catch (XMLStreamException | RuntimeException broken) {
            throw refusal(broken);
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = new InputFactoryImpl();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /** @return the kind of the next event, {@link XMLStreamConstants#END_DOCUMENT} at the end */
    int next() throws Refusal {
        inflation.beginEvent();
        int event;
        try {
            event = xml.next();
            if (event == XMLStreamConstants.END_DOCUMENT) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        } catch (XMLStreamException | IOException | RuntimeException broken) {
            throw refusal(broken);
        }
        if (event == XMLStreamConstants.END_DOCUMENT && in.getChecksum().getValue() != checksum) {
            throw Refusal.damaged(part + " does not have the checksum that its zip says");
        }
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw Refusal.damaged(part + " declares a document type or entities, which no workbook needs");
        }
        return event;
    }

    private Refusal refusal(Exception broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof Inflation.TooMuch tooMuch) {
                return tooMuch.refusal();
            }
            if (cause instanceof IOException) {
                return Refusal.damaged(part + " cannot be inflated: " + cause.getMessage(), broken);
            }
        }
        String where = broken instanceof XMLStreamException syntax && syntax.getLocation() != null
                ? " at line " + syntax.getLocation().getLineNumber() + ", column "
                        + syntax.getLocation().getColumnNumber()
                : "";
        return Refusal.damaged(part + " is not well-formed XML" + where, broken);
    }

    /** Of the element that begins or ends here. */
    String name() {
        return xml.getLocalName();
    }

    /** Null if the element has none; one without a prefix. */
    String attribute(String name) {
        return xml.getAttributeValue(null, name);
    }

    String attribute(String namespace, String name) {
        return xml.getAttributeValue(namespace, name);
    }

    String text() throws Refusal {
        try {
            return xml.getText();
        } catch (RuntimeException broken) {
            throw refusal(broken);
        }
    }

    /** Characters of the current text, which the parser reads to its end only now. */
    int textLength() throws Refusal {
        try {
            return xml.getTextLength();
        } catch (RuntimeException broken) {
            throw refusal(broken);
        }
    }

    boolean isText(int event) {
        return event == XMLStreamConstants.CHARACTERS
                || event == XMLStreamConstants.CDATA
                || event == XMLStreamConstants.SPACE;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
