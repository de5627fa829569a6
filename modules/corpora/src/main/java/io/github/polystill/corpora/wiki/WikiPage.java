package io.github.polystill.corpora.wiki;

/**
 * A page of a dump.
 *
 * @param namespace 0 for articles
 * @param text wikitext of the last revision in the dump
 */
public record WikiPage(String title, int namespace, boolean redirect, String text) {
  /** Whether it is an article and not a redirect to one. */
  public boolean isArticle() {
    return namespace == 0 && !redirect;
  }
}
