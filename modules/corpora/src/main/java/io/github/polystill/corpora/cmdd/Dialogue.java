package io.github.polystill.corpora.cmdd;

import java.util.List;

/**
 * One dialogue as its file has it.
 *
 * @param split the part of the corpus that it belongs to
 * @param id the {@code example-id}
 * @param text speaker, full-width colon and sentence of each turn, joined by line feeds
 * @param symptoms distinct names of the symptoms that the patient has, sorted
 * @param mismatchedTurns turns where the lists of symptoms and types differ in length
 */
record Dialogue(Split split, String id, String text, List<String> symptoms, int mismatchedTurns) {}
