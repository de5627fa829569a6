package io.github.polystill.corpora.text;

import io.github.polystill.corpora.wiki.WikiDump;
import io.github.polystill.corpora.wiki.WikiPage;
import io.github.polystill.corpora.wiki.WikitextCleaner;
import io.github.polystill.data.text.TextReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Paragraphs of the articles of a MediaWiki dump. */
final class WikiTextReader implements TextReader {
  private static final Logger LOG = LoggerFactory.getLogger(WikiTextReader.class);

  private final WikiDump dump;
  private final WikitextCleaner cleaner;
  private final Deque<String> pending = new ArrayDeque<>();

  WikiTextReader(Path file, boolean traditional) throws IOException {
    dump = WikiDump.open(file);
    // Namespaces are known once the first page is read; the cleaner sees them then.
    cleaner =
        traditional
            ? WikitextCleaner.traditional(dump.namespaces())
            : WikitextCleaner.simplified(dump.namespaces());
  }

  @Override
  public String next() throws IOException {
    while (pending.isEmpty()) {
      WikiPage page = dump.next();
      if (page == null) {
        return null;
      }
      if (page.isArticle()) {
        clean(page);
      }
    }
    return pending.remove();
  }

  private void clean(WikiPage page) {
    try {
      pending.addAll(cleaner.paragraphs(page.text()));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.warn("{}: article \"{}\" skipped: its markup cannot be read", dump, page.title(), e);
    }
  }

  @Override
  public long bytesRead() {
    return dump.bytesRead();
  }

  @Override
  public void close() throws IOException {
    dump.close();
  }
}
