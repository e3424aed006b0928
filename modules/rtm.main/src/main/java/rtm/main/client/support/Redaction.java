package rtm.main.client.support;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Takes secrets out of text, wherever they are. */
public final class Redaction {

    private static final String MASK = "********";

    private final List<String> secrets;

    /**
     * @param secrets what may not be shown; longer ones go first, since one may be in another
     */
    public Redaction(Collection<String> secrets) {
        this.secrets =
                secrets.stream()
                        .filter(secret -> !secret.isBlank())
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
    }

    public String of(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, MASK);
        }
        return clean;
    }
}
