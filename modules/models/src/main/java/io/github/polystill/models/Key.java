package io.github.polystill.models;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;

/**
 * Makes a component of a settings record a key of experiment files, under the component's name. All
 * that files, their key reference and editors have to know of the key stands in its annotations and
 * in the type of the component:
 *
 * <ul>
 *   <li>{@code int}, {@code long} for a seed, {@code double}, {@code boolean};
 *   <li>a {@link Text}, or one {@link OneOf a few};
 *   <li>an enum, whose constants are written in small letters with hyphens;
 *   <li>a list of those, where one value may stand without brackets;
 *   <li>a record of keys, which is a section;
 *   <li>an {@code Optional} of any of them but lists: its absence means something.
 * </ul>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1.0")
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
  /** What the key means, one sentence or two in Markdown. */
  String value();

  /** The least number there may be; by default 1 for {@code int}, anything above 0 for others. */
  double atLeast() default Double.NaN;

  /** What a {@code double} must be less than. */
  double below() default Double.POSITIVE_INFINITY;

  /** What the values of a list are called, such as "class weights". */
  String plural() default "";

  /** Whether a list may have no values. */
  boolean mayBeEmpty() default false;

  /**
   * Whether {@code all} stands for every value there is, which an empty list does in the record.
   */
  boolean orAll() default false;

  /**
   * The default as YAML; of an {@code Optional}, what its absence comes to, in Markdown. A key
   * without it is required, unless it is a section or its record has a constant {@code DEFAULTS}.
   */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Otherwise {
    String value();
  }

  /** A text that is not blank. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Text {
    /** What it is, such as "the name of a field". */
    String value();

    /** The regular expression of the whole text. */
    String matching() default "(?s).*\\S.*";
  }

  /** The only texts or constants there may be. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface OneOf {
    String[] value();
  }
}
