package io.github.polystill.report.html;

/**
 * A label of a training document that experts which have not seen the document disagree with.
 *
 * @param id of the document
 * @param given whether the document has the label
 * @param probability that it has, by the mean of these experts; on the other side of 0.5
 * @param experts how many have answered
 * @param against how many of them alone are on the other side
 */
public record SuspectLabel(
    String id, String label, boolean given, double probability, int experts, int against) {}
