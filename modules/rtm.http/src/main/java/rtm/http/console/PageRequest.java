package rtm.http.console;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Recognizes requests of browsers for a page, by {@code Accept}. */
public final class PageRequest {

    private static final String HTML = "text/html";
    private static final Pattern REFUSED = Pattern.compile("\\s*q\\s*=\\s*0(\\.0*)?\\s*");

    private PageRequest() {}

    /**
     * Whether HTML is asked for by name, as browsers do. {@code *}{@code /*}, which curl and most
     * libraries send, does not count.
     *
     * @param accept every Accept header
     */
    public static boolean is(List<String> accept) {
        return accept.stream()
                .flatMap(header -> Stream.of(header.split(",", -1)))
                .anyMatch(PageRequest::isHtml);
    }

    private static boolean isHtml(String range) {
        List<String> parts = List.of(range.split(";", -1));
        return parts.getFirst().strip().equalsIgnoreCase(HTML)
                && parts.stream().skip(1).noneMatch(each -> REFUSED.matcher(each).matches());
    }
}
