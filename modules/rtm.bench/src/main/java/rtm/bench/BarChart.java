package rtm.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A picture of figures for the documents: panels below each other, a bar for each figure, and a
 * mark where its limit is. It is SVG, in the folder that the system property {@code
 * rtm.bench.pictures} names, and the same figures give the same picture.
 */
final class BarChart {

    private static final String FOLDER = "rtm.bench.pictures";
    private static final int WIDTH = 720;
    private static final int LABELS = 150;
    private static final int BARS = 440;
    private static final int ROW = 24;
    private static final int HEAD = 40;

    private final String name;
    private final String title;
    private final StringBuilder body = new StringBuilder();
    private int y = HEAD;

    BarChart(String name, String title) {
        this.name = name;
        this.title = title;
    }

    /**
     * A figure.
     *
     * @param label what it belongs to
     * @param value the figure
     * @param limit the most that it may be; not a number if it has no limit
     */
    record Bar(String label, double value, double limit) {

        static Bar of(String label, double value) {
            return new Bar(label, value, Double.NaN);
        }

        private double most() {
            return Double.isNaN(limit) ? value : Math.max(value, limit);
        }
    }

    /**
     * Adds figures of one unit, which the heading names; the longest bar has the width of the
     * panel.
     */
    void panel(String heading, List<Bar> bars) {
        double most = bars.stream().mapToDouble(Bar::most).max().orElse(1);
        y += ROW;
        text(10, y, "font-weight=\"bold\"", heading);
        for (Bar bar : bars) {
            y += ROW;
            text(LABELS, y, "text-anchor=\"end\"", bar.label());
            double width = bar.value() / most * BARS;
            add(
                    String.format(
                            Locale.ROOT,
                            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"#4878a8\"/>",
                            LABELS + 10,
                            y - 12,
                            width));
            text(
                    LABELS + 16 + (int) Math.ceil(bar.most() / most * BARS),
                    y,
                    "",
                    number(bar.value()));
            if (!Double.isNaN(bar.limit())) {
                limit(LABELS + 10 + bar.limit() / most * BARS);
            }
        }
        y += ROW / 2;
    }

    private void limit(double x) {
        add(
                String.format(
                        Locale.ROOT,
                        "<line x1=\"%1$.1f\" y1=\"%2$d\" x2=\"%1$.1f\" y2=\"%3$d\" stroke=\"#c03030\""
                                + " stroke-width=\"2\"><title>limit</title></line>",
                        x,
                        y - 15,
                        y + 5));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
    }

    private void text(int x, int y, String attributes, String words) {
        add(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\" %s>%s</text>",
                        x,
                        y,
                        attributes,
                        words.replace("&", "&amp;").replace("<", "&lt;")));
    }

    private void add(String element) {
        body.append("  ").append(element).append('\n');
    }

    private String svg() {
        return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d"\
         font-family="sans-serif" font-size="13">
          <rect width="100%%" height="100%%" fill="white"/>
          <text x="10" y="24" font-size="16">%3$s</text>
        %4$s</svg>
        """
                .formatted(WIDTH, y + ROW, title, body);
    }

    /** Replaces the picture of the last run. */
    void write() throws IOException {
        Path folder = Files.createDirectories(Path.of(System.getProperty(FOLDER, "target/bench")));
        Files.writeString(folder.resolve(name + ".svg"), svg());
    }
}
