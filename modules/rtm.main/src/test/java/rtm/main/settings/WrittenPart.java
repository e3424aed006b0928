package rtm.main.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A part of a document that is written from the table of variables. Everything around it is written
 * by hand.
 *
 * @param document the file
 * @param begin the line before the part
 * @param end the line after it
 */
record WrittenPart(Path document, String begin, String end) {

    /** Set by {@code scripts/write-documents}, and by nothing else. */
    private static final boolean WRITE = Boolean.getBoolean("rtmanager.write-documents");

    /** Fails if the part differs from these lines; with the switch of the build, writes them. */
    void holds(List<String> lines) throws IOException {
        List<String> present = Files.readAllLines(document);
        int from = mark(present, begin) + 1;
        int to = mark(present, end);
        if (WRITE) {
            Files.write(
                    document,
                    Stream.of(present.subList(0, from), lines, present.subList(to, present.size()))
                            .flatMap(List::stream)
                            .toList());
        } else {
            assertThat(present.subList(from, to))
                    .as("%s; to write it from the table, run scripts/write-documents", document)
                    .isEqualTo(lines);
        }
    }

    /** The lines that are written by hand. */
    List<String> around() throws IOException {
        List<String> present = Files.readAllLines(document);
        return Stream.of(
                        present.subList(0, mark(present, begin)),
                        present.subList(mark(present, end), present.size()))
                .flatMap(List::stream)
                .toList();
    }

    private int mark(List<String> present, String line) {
        assertThat(present).as("%s", document).containsOnlyOnce(line);
        return present.indexOf(line);
    }
}
