package rtm.testkit.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The headings and links of a document, without what is in its code blocks. */
record Markdown(Path file, List<String> headings, List<Link> links) {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");

    /** A link, and the line that it is on. */
    record Link(String target, String line) {}

    static Markdown read(Path file) throws IOException {
        List<String> headings = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        boolean code = false;
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("```")) {
                code = !code;
            } else if (!code && line.startsWith("#")) {
                headings.add(line);
            } else if (!code) {
                LINK.matcher(CODE.matcher(line).replaceAll(""))
                        .results()
                        .forEach(found -> links.add(new Link(found.group(1), line)));
            }
        }
        return new Markdown(file, headings, links);
    }

    /** Every document of the repository. */
    static List<Path> documents() throws IOException {
        Path root = Path.of("../..");
        try (Stream<Path> files = Files.walk(root.resolve("docs"))) {
            return Stream.concat(Stream.of(root.resolve("README.md")), files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    Set<String> anchors() {
        return headings.stream().map(Markdown::anchor).collect(Collectors.toSet());
    }

    /** The anchors of the headings of one depth below a heading, up to the next one like it. */
    List<String> anchorsBelow(String heading) {
        String depth = heading.substring(0, heading.indexOf(' ') + 1);
        return headings.stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith(depth))
                .filter(line -> line.startsWith("#" + depth))
                .map(Markdown::anchor)
                .toList();
    }

    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
