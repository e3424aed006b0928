package rtm.testkit.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every link from one document to another leads somewhere. */
class LinksTest {

    @Test
    void everyLinkLeadsToAFileAndAHeadingThatExist() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path document : Markdown.documents()) {
            for (Markdown.Link link : Markdown.read(document).links()) {
                links++;
                fault(document, link.target())
                        .ifPresent(fault -> broken.add(document + ": " + fault));
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).isPositive();
    }

    private static Optional<String> fault(Path document, String target) throws IOException {
        if (target.contains("://")) {
            return Optional.empty();
        }
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        if (!Files.exists(file)) {
            return Optional.of("no file " + target);
        }
        return parts.length == 1 || Markdown.read(file).anchors().contains(parts[1])
                ? Optional.empty()
                : Optional.of("no heading " + target);
    }
}
