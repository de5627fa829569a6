package io.github.polystill.corpora.synthetic;

import java.util.List;
import java.util.Map;

/**
 * What an article is about: the latent variable that makes labels occur together.
 *
 * @param percent share of the articles
 * @param affinities per label, how strongly it is drawn to the topic relative to the other topics
 * @param words words per slot that belong to the topic
 */
@SuppressWarnings("ArrayRecordComponent")
record Topic(String name, int percent, double[] affinities, Map<String, List<String>> words) {}
