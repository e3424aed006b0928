package rtm.main.client.text;

import java.util.Locale;

/** A page for man. */
public final class Roff {

    private final StringBuilder page = new StringBuilder();

    /**
     * @param section of the manual
     */
    public Roff(String name, int section) {
        page.append(".TH \"%s\" \"%d\"\n".formatted(name.toUpperCase(Locale.ROOT), section));
    }

    public Roff section(String title) {
        return line(".SH " + title);
    }

    public Roff subsection(String title) {
        return line(".SS " + escaped(title));
    }

    public Roff text(String text) {
        return line(".PP").line(escaped(text));
    }

    /** A word, and what it means. */
    public Roff term(String term, String text) {
        return line(".TP").line("\\fB" + escaped(term) + "\\fR").line(escaped(text));
    }

    /** Lines as they are. */
    public Roff verbatim(String text) {
        line(".PP").line(".nf");
        text.lines().map(Roff::escaped).forEach(this::line);
        return line(".fi");
    }

    private Roff line(String line) {
        page.append(line).append('\n');
        return this;
    }

    private static String escaped(String text) {
        String safe = text.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
