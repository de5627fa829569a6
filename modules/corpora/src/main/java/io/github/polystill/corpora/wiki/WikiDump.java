package io.github.polystill.corpora.wiki;

import io.github.polystill.data.CompressedFile;
import io.github.polystill.data.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Pages of a MediaWiki XML export, compressed or not, one after the other. */
public final class WikiDump implements Closeable {
  /** Dumps before format 0.6 mark redirects in the text alone; the word is localised. */
  private static final Pattern REDIRECT =
      Pattern.compile(
          "\\s*#(redirect|重定向|重新導向|виж|пренасочване)\\b.*",
          Pattern.CASE_INSENSITIVE
              | Pattern.UNICODE_CASE
              | Pattern.DOTALL
              | Pattern.UNICODE_CHARACTER_CLASS);

  private static final Map<Charset, byte[]> BYTE_ORDER_MARKS =
      Map.of(
          StandardCharsets.UTF_8,
          new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
          StandardCharsets.UTF_16LE,
          new byte[] {(byte) 0xFF, (byte) 0xFE},
          StandardCharsets.UTF_16BE,
          new byte[] {(byte) 0xFE, (byte) 0xFF});

  /** The slot of a revision that holds the page; others lie in an element of their own. */
  private static final String MAIN_SLOT = "main";

  private final Path file;
  private final CompressedFile stored;
  private final XMLStreamReader xml;
  private final WikiNamespaces namespaces = new WikiNamespaces();

  private WikiDump(Path file, CompressedFile stored) throws IOException {
    this.file = file;
    this.stored = stored;
    try {
      // The parser's own decoder prints to standard error what it cannot read.
      this.xml = factory().createXMLStreamReader(decoded(stored));
      xml.nextTag();
    } catch (XMLStreamException e) {
      throw malformed(e);
    }
    if (!xml.getLocalName().equals("mediawiki")) {
      throw InvalidInputException.of(
          "%s:%s: the root element is <%s>, not <mediawiki>; give a dump named *-pages-articles.xml",
          file, xml.getLocation().getLineNumber(), xml.getLocalName());
    }
  }

  /**
   * Opens a dump.
   *
   * @throws InvalidInputException where there is no such file or it is not a MediaWiki export
   */
  public static WikiDump open(Path file) throws IOException {
    return open(file, Runtime.getRuntime().availableProcessors());
  }

  /** The same, unpacked on so many threads where that can be. */
  static WikiDump open(Path file, int threads) throws IOException {
    CompressedFile stored = CompressedFile.open(file, threads);
    try {
      return new WikiDump(file, stored);
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  /** UTF-8, as MediaWiki writes it, but for what a byte order mark says. */
  private static Reader decoded(InputStream stored) throws IOException {
    InputStream in = new BufferedInputStream(stored);
    for (Map.Entry<Charset, byte[]> mark : BYTE_ORDER_MARKS.entrySet()) {
      in.mark(mark.getValue().length);
      if (Arrays.equals(in.readNBytes(mark.getValue().length), mark.getValue())) {
        return new InputStreamReader(in, mark.getKey().newDecoder());
      }
      in.reset();
    }
    return new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    // The limits add up every &lt; of a dump of gigabytes; without a DTD no entity can expand.
    factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
    factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
    factory.setProperty("jdk.xml.entityExpansionLimit", "0");
    return factory;
  }

  /**
   * The next page, null after the last.
   *
   * @throws InvalidInputException where the file is damaged, cut off or not well-formed
   */
  public WikiPage next() throws IOException {
    try {
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT) {
          switch (xml.getLocalName()) {
            case "page" -> {
              return page();
            }
            case "namespace" -> namespace();
            default -> {}
          }
        }
      }
      return null;
    } catch (XMLStreamException e) {
      throw malformed(e);
    }
  }

  private void namespace() throws XMLStreamException {
    String key = xml.getAttributeValue(null, "key");
    String name = text();
    if (key != null && !name.isBlank()) {
      namespaces.add(name, number(key));
    }
  }

  private WikiPage page() throws XMLStreamException {
    String title = "";
    String text = "";
    int namespace = -1;
    boolean redirect = false;
    String slot = MAIN_SLOT;
    boolean read = false;
    while (!(xml.next() == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("page"))) {
      if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
        switch (xml.getLocalName()) {
          case "title" -> title = text();
          case "ns" -> namespace = number(text());
          case "redirect" -> redirect = true;
          case "revision" -> read = false;
          case "content" -> slot = "";
          case "role" -> slot = text();
          case "text" -> {
            if (slot.equals(MAIN_SLOT) && !read) {
              text = text();
              read = true;
            }
          }
          default -> {}
        }
      } else if (xml.isEndElement() && xml.getLocalName().equals("content")) {
        slot = MAIN_SLOT;
      }
    }
    if (namespace < 0 && !title.isEmpty()) {
      namespace = namespaces.of(title); // formats before 0.6 have no <ns>
    }
    return new WikiPage(title, namespace, redirect || REDIRECT.matcher(text).matches(), text);
  }

  private int number(String digits) {
    try {
      return Integer.parseInt(digits.strip());
    } catch (NumberFormatException e) {
      throw InvalidInputException.of(
          e,
          "%s:%s: the number of a namespace is \"%s\"; fetch the dump again",
          file,
          xml.getLocation().getLineNumber(),
          digits);
    }
  }

  private String text() throws XMLStreamException {
    return xml.getElementText();
  }

  private InvalidInputException malformed(XMLStreamException e) throws IOException {
    stored.requireUndamaged();
    int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
    if (e.getNestedException() instanceof CharacterCodingException) {
      throw InvalidInputException.of(
          e,
          "%s:%d: not UTF-8, which dumps of MediaWiki are written in; fetch it again",
          file,
          line);
    }
    String reason = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    int message = reason.indexOf("Message: ");
    return InvalidInputException.of(
        e,
        "%s:%d: not a whole MediaWiki XML dump: %s; fetch it again",
        file,
        line,
        message < 0 ? reason : reason.substring(message + "Message: ".length()));
  }

  /** Names of namespaces, complete once the first page is read. */
  public WikiNamespaces namespaces() {
    return namespaces;
  }

  /** How much of the file has been read, as it is stored; from any thread. */
  public long bytesRead() {
    return stored.bytesRead();
  }

  @Override
  public void close() throws IOException {
    stored.close();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
