package io.github.polystill.corpora.wiki;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One pass over wikitext with a stack of what is open. When something closes, what it put out is
 * dropped or replaced; what never closes leaves its text behind.
 */
final class WikitextScanner {
  /** Stands before text that is not to be converted. */
  static final int FIXED = 0xE000;

  /** Stands after such text. */
  static final int FREE = 0xE001;

  /** Stands where the first of {@link #markup} was, the next for the second and so on. */
  static final int FIRST_MARKUP = 0xF0000;

  private static final int LAST_MARKUP = 0xFFFFD;

  /**
   * Stands at the beginning of a line that MediaWiki does not read as a list, heading or row, since
   * markup that shows something comes first there. No character of text, as {@link #TABLE}.
   */
  static final char PROSE = 0xFDD0;

  /** Stands where a table begins; the rest of its line is left out where the table never closes. */
  static final char TABLE = 0xFDD1;

  private static final Pattern MARKS =
      Pattern.compile("[\uE000\uE001\uFDD0\uFDD1\\x{F0000}-\\x{FFFFD}]");
  private static final Pattern NO_RULES = Pattern.compile("[^\\x{F0000}-\\x{FFFFD}]+");

  /** What stands before a list's or table's text is not longer. */
  private static final int LONGEST_INDENT = 64;

  /** Deeper links and variant markup stay as text; each level copies what is within it. */
  private static final int DEEPEST = 20;

  private static final Set<String> DROPPED =
      Set.of(
          "ref",
          "references",
          "includeonly",
          "math",
          "chem",
          "gallery",
          "timeline",
          "syntaxhighlight",
          "source",
          "pre",
          "imagemap",
          "score",
          "hiero",
          "graph",
          "mapframe",
          "maplink",
          "templatedata",
          "templatestyles",
          "section",
          "inputbox",
          "categorytree",
          "style",
          "script");

  /** Within these, an end tag in a comment is none; elsewhere comments are content. */
  private static final Set<String> COMMENTED = Set.of("ref", "references");

  private static final Set<String> BREAKING = Set.of("br", "p", "div", "li", "tr", "td", "hr");

  /** Tags that leave nothing behind, so that a line may begin after them. */
  private static final Set<String> TRACELESS = Set.of("noinclude", "onlyinclude", "includeonly");

  private static final Pattern TAG =
      Pattern.compile(
          "</?([A-Za-z][A-Za-z0-9-]{0,30})(?=[\\s/>]|<!--)[^<>]{0,2000}"
              + "(?:<!--[^<>]{0,2000}(?<=--)>[^<>]{0,2000}){0,5}>");
  private static final Pattern NOTES =
      Pattern.compile(
          "<!--|-->|\n\n|<(ref|references)(?=[\\s/>])|</(ref|references)\\s*>",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern URL =
      Pattern.compile("(?:https?:|ftp:|mailto:)?//[^\\s\\[\\]<>\"|}]+|mailto:[^\\s\\[\\]<>\"|}]+");
  private static final Pattern SWITCH = Pattern.compile("__(?:[A-Z]{3,20}|\\p{IsHan}{2,8})__");
  private static final Pattern QUOTES = Pattern.compile("'{2,}");
  private static final Pattern BRACKETS = Pattern.compile("\\[\\[|]]|\n=");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[a-z]{1,12}){0,3}|simple");

  private final String in;
  private final WikiNamespaces namespaces;
  private final ChineseVariant variant;
  private final StringBuilder out;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final Set<String> neverClosed = new HashSet<>();
  private final List<VariantMarkup> markup = new ArrayList<>();
  private final Matcher tag;
  private final Matcher url;
  private final Matcher magicSwitch;
  private final Matcher quotes;
  private final Matcher notes;
  private final Matcher brackets;
  private int at;
  private int nextComment;
  private int quotesRead;
  private int apostrophe = -1;

  private enum Kind {
    TEMPLATE,
    TABLE,
    LINK,
    EXTERNAL,
    VARIANT
  }

  /**
   * Something open: where its text begins, how wide its opening was, and whether three braces or
   * more follow a dash. A link also has its first bar, and knows whether it closes further down.
   */
  private static final class Open {
    private final Kind kind;
    private final int start;
    private final int width;
    private final boolean dashed;
    private int firstBar = -1;
    private boolean closes;

    Open(Kind kind, int start, int width, boolean dashed) {
      this.kind = kind;
      this.start = start;
      this.width = width;
      this.dashed = dashed;
    }
  }

  WikitextScanner(String wikitext, WikiNamespaces namespaces, ChineseVariant variant) {
    this.in = withoutMarks(wikitext).replace("\r\n", "\n");
    this.namespaces = namespaces;
    this.variant = variant;
    this.out = new StringBuilder(in.length());
    this.tag = TAG.matcher(in);
    this.url = URL.matcher(in);
    this.magicSwitch = SWITCH.matcher(in);
    this.quotes = QUOTES.matcher(in);
    this.notes = NOTES.matcher(in);
    this.brackets = BRACKETS.matcher(in);
  }

  /** The text; lines are still lists and headings, and entities are still there. */
  String text() {
    while (at < in.length()) {
      if (!step(in.charAt(at))) {
        out.append(in.charAt(at));
        at++;
      }
    }
    while (!open.isEmpty()) {
      leave(pop());
    }
    return out.toString();
  }

  /**
   * Variant markup that adds or takes back rules, in the order of the text. It counts as well where
   * text is dropped, in tables, links to files and what templates are given (to a depth of {@value
   * #DEEPEST}), but not in tags that are dropped as a whole, such as references and galleries.
   */
  List<VariantMarkup> markup() {
    return markup;
  }

  /** Whether it is one of the characters that {@link #text} marks variant markup with. */
  static boolean isMark(int c) {
    return c == FIXED
        || c == FREE
        || c == PROSE
        || c == TABLE
        || (c >= FIRST_MARKUP && c <= LAST_MARKUP);
  }

  /** Whether something other than a character of text was read. */
  private boolean step(char c) {
    return switch (c) {
      case '<' -> comment() || tag();
      case '{' -> templateOrTable();
      case '}' -> closeBraces();
      case '[' -> openLink();
      case ']' -> closeLink();
      case '|' -> bar();
      case '-' -> openVariant();
      case '\'' -> quotes();
      case '_' -> magicSwitch();
      case '\n' -> lineEnd();
      case 'h', 'f', 'm' -> address();
      default -> false;
    };
  }

  private boolean looking(String token) {
    return in.startsWith(token, at);
  }

  private void push(Kind kind, int width) {
    boolean dashed = looking("{{{") && at > 0 && in.charAt(at - 1) == '-';
    open.push(new Open(kind, out.length(), width, dashed));
    counts.merge(kind, 1, Integer::sum);
    at += width;
  }

  private Open pop() {
    Open popped = open.pop();
    counts.merge(popped.kind, -1, Integer::sum);
    return popped;
  }

  private boolean has(Kind kind) {
    return counts.getOrDefault(kind, 0) > 0;
  }

  private boolean isDeep(Kind kind) {
    return counts.getOrDefault(kind, 0) >= DEEPEST;
  }

  private boolean isTop(Kind kind) {
    return !open.isEmpty() && open.peek().kind == kind;
  }

  /** Pops to the innermost of a kind, of which there is one. */
  private Open popTo(Kind kind) {
    Open popped = pop();
    while (popped.kind != kind) {
      popped = pop();
    }
    return popped;
  }

  private boolean comment() {
    if (!looking("<!--")) {
      return false;
    }
    int end = in.indexOf("-->", at + 4);
    at = end < 0 ? in.length() : end + 3;
    return true;
  }

  private boolean tag() {
    tag.region(at, in.length());
    if (!tag.lookingAt()) {
      return false;
    }
    String name = tag.group(1).toLowerCase(Locale.ROOT);
    boolean opens = in.charAt(at + 1) != '/' && in.charAt(tag.end() - 2) != '/';
    int end = tag.end();
    if (opens && name.equals("nowiki")) {
      int close = closing(name, end);
      if (close >= 0) {
        prose();
        out.append(in.substring(end, close).replace("\n", "\n" + PROSE));
        end = in.indexOf('>', close) + 1;
      }
    } else if (opens && DROPPED.contains(name)) {
      int close = closing(name, end);
      end = close < 0 ? end : in.indexOf('>', close) + 1;
    } else if (BREAKING.contains(name)) {
      out.append(' ');
    } else if (name.equals("nowiki") || (opens && !TRACELESS.contains(name))) {
      prose();
    }
    at = end;
    return true;
  }

  /** Where the closing tag begins, or -1; a tag that is never closed is looked for once. */
  private int closing(String name, int from) {
    if (neverClosed.contains(name)) {
      return -1;
    }
    int close = endTag(name, from);
    if (close < 0) {
      neverClosed.add(name);
      return -1;
    }
    if (nextComment >= 0 && nextComment < from) {
      nextComment = in.indexOf("<!--", from);
    }
    return nextComment >= 0 && nextComment < close && COMMENTED.contains(name)
        ? closingOutsideComments(name, from, close)
        : close;
  }

  private int endTag(String name, int from) {
    String close = "</" + name;
    for (int i = in.indexOf("</", from); i >= 0; i = in.indexOf("</", i + 2)) {
      if (in.regionMatches(true, i, close, 0, close.length())) {
        int end = i + close.length();
        while (end < in.length() && Character.isWhitespace(in.charAt(end))) {
          end++;
        }
        if (end < in.length() && in.charAt(end) == '>') {
          return i;
        }
      }
    }
    return -1;
  }

  /**
   * The end tag that no comment holds; the first of all where there is none before the next opening
   * tag or the end of the paragraph, as the comment was not meant then.
   */
  private int closingOutsideComments(String name, int from, int first) {
    boolean comment = false;
    boolean passed = false;
    notes.region(from, in.length());
    while (notes.find()) {
      String found = notes.group();
      if (found.equals("-->")) {
        comment = false;
      } else if (found.equals("<!--") && !passed) {
        comment = true;
      } else if (name.equalsIgnoreCase(notes.group(2))) {
        if (!comment) {
          return notes.start();
        }
        passed = true;
      } else if (passed && (notes.group(1) == null || name.equalsIgnoreCase(notes.group(1)))) {
        return first;
      }
    }
    return first;
  }

  /** Keeps what follows at the beginning of a line from being read as a list, heading or row. */
  private void prose() {
    if (atLineStart(" :;*#")) {
      out.append(PROSE);
    }
  }

  private boolean templateOrTable() {
    if (looking("{{")) {
      push(Kind.TEMPLATE, looking("{{{") && !looking("{{{{") ? 3 : 2);
      return true;
    }
    if (looking("{|") && atLineStart(" :")) {
      push(Kind.TABLE, 2);
      out.append(TABLE);
      return true;
    }
    return false;
  }

  /** Whether nothing but such characters and marks was put out since the line began. */
  private boolean atLineStart(String characters) {
    int i = out.length();
    int first = Math.max(0, i - LONGEST_INDENT);
    while (i > first) {
      int c = out.codePointBefore(i);
      if (characters.indexOf(c) < 0 && !isMark(c)) {
        break;
      }
      i -= Character.charCount(c);
    }
    return i <= 0 || out.charAt(i - 1) == '\n';
  }

  private boolean closeBraces() {
    if (looking("}-") && isTop(Kind.VARIANT)) {
      Open closed = pop();
      String content = withoutMarks(out.substring(closed.start));
      out.setLength(closed.start);
      show(VariantMarkup.read(content, variant));
      at += 2;
      return true;
    }
    if (!looking("}}") || !has(Kind.TEMPLATE)) {
      return false;
    }
    Open closed = popTo(Kind.TEMPLATE);
    String dropped = drop(closed);
    if (closed.width == 2) {
      NoteTemplate.rules(dropped).forEach(rule -> show(VariantMarkup.read("H|" + rule, variant)));
    }
    at += closed.width == 3 && looking("}}}") ? 3 : 2;
    boolean fixed = closed.dashed && looking("-") && !looking("-{");
    if (fixed && closed.start > 0 && out.charAt(closed.start - 1) == '-') {
      // -{{{x}}}- is a parameter that is not to be converted.
      out.deleteCharAt(closed.start - 1);
      at++;
    }
    return true;
  }

  /** Takes back what was put out since then, but for the marks, and returns it without marks. */
  private String drop(Open closed) {
    String dropped = out.substring(closed.start);
    out.setLength(closed.start);
    String text = withoutMarks(dropped);
    if (text.length() < dropped.length() && open.size() < DEEPEST) {
      out.append(rulesIn(dropped));
    }
    return text;
  }

  static String withoutMarks(String text) {
    return MARKS.matcher(text).replaceAll("");
  }

  /** The marks of rules alone. */
  private static String rulesIn(String text) {
    return NO_RULES.matcher(text).replaceAll("");
  }

  private void show(VariantMarkup found) {
    if (found.action() != VariantMarkup.Action.NONE && FIRST_MARKUP + markup.size() < LAST_MARKUP) {
      out.appendCodePoint(FIRST_MARKUP + markup.size());
      markup.add(found);
    }
    if (!found.shown().isBlank()) {
      prose();
    }
    if (found.convertible()) {
      out.append(found.shown());
    } else {
      out.appendCodePoint(FIXED).append(found.shown()).appendCodePoint(FREE);
    }
  }

  private boolean openVariant() {
    // -{{ is a dash and a template.
    if (!looking("-{") || looking("-{{") || isDeep(Kind.VARIANT)) {
      return false;
    }
    push(Kind.VARIANT, 2);
    return true;
  }

  private boolean bar() {
    if (looking("|}") && closesTable() && atLineStart(" :")) {
      if (has(Kind.TABLE)) {
        drop(popTo(Kind.TABLE));
      }
      at += 2;
      return true;
    }
    if (isTop(Kind.LINK)) {
      Open link = open.peek();
      link.firstBar = link.firstBar < 0 ? out.length() : link.firstBar;
    }
    return false;
  }

  private boolean closesTable() {
    return isTop(Kind.TABLE) || !looking("|}}");
  }

  private boolean openLink() {
    if (looking("[[") && !isDeep(Kind.LINK)) {
      push(Kind.LINK, 2);
      return true;
    }
    url.region(at + 1, in.length());
    if (!url.lookingAt()) {
      return false;
    }
    prose();
    push(Kind.EXTERNAL, 1);
    at = url.end();
    return true;
  }

  private boolean closeLink() {
    if (looking("]]") && isTop(Kind.LINK)) {
      Open link = pop();
      String shown = shown(link);
      out.setLength(link.start);
      if (!withoutMarks(shown).isBlank()) {
        prose();
      }
      out.append(shown);
      at += 2;
      return true;
    }
    if (isTop(Kind.EXTERNAL)) {
      pop();
      at++;
      return true;
    }
    return false;
  }

  private String shown(Open link) {
    boolean labelled = link.firstBar >= 0;
    String target = out.substring(link.start, labelled ? link.firstBar : out.length()).strip();
    if (namespaces.isSilent(withoutMarks(target).strip())) {
      return rulesIn(out.substring(link.start));
    }
    if (labelled) {
      String label = out.substring(link.firstBar + 1);
      return label.isBlank() ? target.substring(target.indexOf(':') + 1) : label;
    }
    int colon = target.indexOf(':');
    if (colon > 0 && LANGUAGE.matcher(target.substring(0, colon)).matches()) {
      return ""; // the same article in another language
    }
    return target.startsWith(":") ? target.substring(1) : target;
  }

  /**
   * Of four or more than five apostrophes, those before the last three or five are text, and so is
   * one of {@link #apostrophe}.
   */
  private boolean quotes() {
    if (!looking("''")) {
      return false;
    }
    if (at >= quotesRead) {
      readQuotes();
    }
    quotes.region(at, in.length());
    quotes.lookingAt();
    int length = quotes.end() - at;
    int text = (length == 4 ? 1 : Math.max(0, length - 5)) + (at == apostrophe ? 1 : 0);
    out.append("'".repeat(text));
    prose();
    at = quotes.end();
    return true;
  }

  /**
   * Looks through the rest of a line. Where both bold and italics are odd in number, one bold is an
   * apostrophe and italics: the first after a word of one letter, else after another word, else
   * after a space (MediaWiki's {@code Parser::doQuotes}).
   */
  private void readQuotes() {
    int end = in.indexOf('\n', at);
    quotesRead = end < 0 ? in.length() : end;
    int[] first = {-1, -1, -1};
    int bold = 0;
    int italics = 0;
    int previous = Math.max(at - 2, in.lastIndexOf('\n', at) + 1);
    quotes.region(at, quotesRead);
    while (quotes.find()) {
      int length = quotes.end() - quotes.start();
      bold += length == 2 ? 0 : 1;
      italics += length == 2 || length > 4 ? 1 : 0;
      if (length == 3 || length == 4) {
        String before = in.substring(previous, quotes.end() - 3);
        int last = before.length() - 1;
        int rank = before.endsWith(" ") ? 2 : last > 0 && before.charAt(last - 1) == ' ' ? 0 : 1;
        first[rank] = first[rank] < 0 ? quotes.start() : first[rank];
      }
      previous = quotes.end();
    }
    boolean odd = bold % 2 == 1 && italics % 2 == 1;
    apostrophe = odd ? IntStream.of(first).filter(it -> it >= 0).findFirst().orElse(-1) : -1;
  }

  private boolean magicSwitch() {
    magicSwitch.region(at, in.length());
    if (!magicSwitch.lookingAt()) {
      return false;
    }
    at = magicSwitch.end();
    return true;
  }

  private boolean address() {
    if (at > 0 && Character.isLetterOrDigit(in.charAt(at - 1))) {
      return false;
    }
    url.region(at, in.length());
    if (!url.lookingAt()) {
      return false;
    }
    prose();
    at = url.end();
    return true;
  }

  /** Links to addresses end with their line, other links with their paragraph or further down. */
  private boolean lineEnd() {
    boolean paragraph = looking("\n\n") || looking("\n=");
    while (isTop(Kind.EXTERNAL)
        || (paragraph && (isTop(Kind.VARIANT) || (isTop(Kind.LINK) && !closes(open.peek()))))) {
      leave(pop());
    }
    return false;
  }

  /** Whether a link with a bar, such as a file with a caption, closes before the next heading. */
  private boolean closes(Open link) {
    if (!link.closes && link.firstBar >= 0) {
      int depth = 1;
      brackets.region(at, in.length());
      while (depth > 0 && depth <= DEEPEST && brackets.find() && !brackets.group().equals("\n=")) {
        depth += brackets.group().equals("[[") ? 1 : -1;
      }
      link.closes = depth == 0;
    }
    return link.closes;
  }

  /** A link that does not close leaves its label: not its target, nor what a file is shown by. */
  private void leave(Open left) {
    if (left.kind == Kind.LINK && left.firstBar >= 0) {
      int end = out.indexOf("\n", left.start);
      String target = withoutMarks(out.substring(left.start, left.firstBar)).strip();
      int last = out.lastIndexOf("|", end < 0 ? out.length() : end);
      int bar = namespaces.isSilent(target) ? Math.max(left.firstBar, last) : left.firstBar;
      out.replace(left.start, bar + 1, rulesIn(out.substring(left.start, bar + 1)));
    }
  }
}
