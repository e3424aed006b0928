package rtm.http.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rtm.domain.text.Terms;

/**
 * The document, with its style and its script, and the policy that allows these two alone. Comments
 * and indentation stay here.
 */
final class Page {

    private static final List<String> STYLES = List.of("page.css");
    private static final List<String> SCRIPTS =
            List.of("base.js", "wire.js", "games.js", "game.js", "page.js");

    /** What has spaces that a program does not need; no text of the script has one. */
    private static final String SPACED =
            " (=>|[!=]==|&&|\\?\\?=?|\\|\\|=?|[<>]=?|[=+?:]) |(?<=\\)) (?=\\{)|(?<=if) (?=\\()"
                    + "|(?<=[)\\]],) |(?<=,) (?=el\\(|\\$\\(|[\\[{(]|\\.{3})"
                    + "|(?<=\\w,) (?=\\w+\\))|(?<=\\);) |(?<=\\{) (?=[a-z$])|(?<=;) (?=\\})"
                    + "|(?<=\\w:) (?=[{\\[\\d]|null|'\\w)|(?<=\\w',) (?=[\\w'])|(?<=\\w,) (?=\\w+[.(]\\w)"
                    + "|(?<=[\\w)\\]]) ([-*/]) (?=[\\w(])";

    /** Ends of lines that end nothing else. */
    private static final String BROKEN = "(?<=[;,{(\\[])\n|\n(?=[})\\]])";

    private final String html;
    private final String policy;

    private Page() {
        String style = joined(STYLES).replace("\n", "");
        String script =
                joined(SCRIPTS)
                        .replaceAll(BROKEN, "")
                        .replaceAll(SPACED, "$1$2")
                        .replace("/*terms*/", terms());
        html = resource("page.html").replace("/*style*/", style).replace("/*script*/", script);
        policy =
                "default-src 'none'; script-src '%s'; style-src '%s'; connect-src 'self';"
                                .formatted(hash(script), hash(style))
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /** Made when the first browser asks for it, and kept. */
    static Page instance() {
        return Kept.PAGE;
    }

    private static final class Kept {
        private static final Page PAGE = new Page();
    }

    /**
     * The document.
     *
     * @param acts whether it offers operations
     */
    String html(boolean acts) {
        return html.replace("data-mode=\"read\"", "data-mode=\"" + (acts ? "act" : "read") + "\"");
    }

    /** The Content-Security-Policy. */
    String policy() {
        return policy;
    }

    private static String joined(List<String> names) {
        return names.stream()
                .flatMap(name -> resource(name).lines())
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !isComment(line))
                .collect(Collectors.joining("\n"));
    }

    /** The words of the commands. */
    private static String terms() {
        return Stream.of(Terms.kinds(), Terms.sources())
                .flatMap(terms -> terms.entrySet().stream())
                .sorted(Map.Entry.comparingByKey())
                .map(term -> "%s:'%s'".formatted(term.getKey(), term.getValue()))
                .collect(Collectors.joining(","));
    }

    private static boolean isComment(String line) {
        return line.startsWith("//") || line.startsWith("/*");
    }

    private static String resource(String name) {
        try (InputStream resource = Page.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
