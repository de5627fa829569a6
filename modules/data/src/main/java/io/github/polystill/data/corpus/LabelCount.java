package io.github.polystill.data.corpus;

/**
 * How often a label occurs.
 *
 * @param label the label's name
 * @param documents number of documents that carry it
 * @param share {@code documents} as a fraction of all documents, 0 to 1
 */
public record LabelCount(String label, int documents, double share) {}
