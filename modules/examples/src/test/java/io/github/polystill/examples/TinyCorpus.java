package io.github.polystill.examples;

import io.github.polystill.data.Document;
import io.github.polystill.data.corpus.JsonLinesWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Short questions about headaches and coughs, of which nearly every one shows what it is about. */
final class TinyCorpus {
  private static final List<String> HEAD = List.of("我頭痛怎麼辦", "頭痛要吃什麼藥", "太陽穴頭痛");
  private static final List<String> COUGH = List.of("咳嗽三天", "小孩咳嗽怎麼辦", "咳嗽要看醫生嗎");

  private TinyCorpus() {}

  static List<Document> documents() {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String head = HEAD.get(i % 3);
      String cough = COUGH.get(i / 3 % 3);
      documents.add(
          switch (i % 4) {
            case 0, 1 -> new Document("d" + i, head, List.of("頭"));
            case 2 -> new Document("d" + i, cough, List.of("咳"));
            default -> new Document("d" + i, head + "，" + cough, List.of("頭", "咳"));
          });
    }
    return documents;
  }

  /** Writes it into a directory. */
  static Path in(Path directory) throws IOException {
    Path file = directory.resolve("corpus.jsonl");
    JsonLinesWriter.write(file, documents());
    return file;
  }
}
