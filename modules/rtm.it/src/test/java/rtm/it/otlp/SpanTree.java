package rtm.it.otlp;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The spans of one trace as a tree.
 *
 * @param spans all of the trace
 */
public record SpanTree(List<ReceivedSpan> spans) {

    private static final double NANOS_PER_MILLI = 1e6;

    /** The tree of one trace among many. */
    public static SpanTree of(List<ReceivedSpan> all, String traceId) {
        return new SpanTree(
                all.stream()
                        .filter(span -> span.traceId().equals(traceId))
                        .sorted(Comparator.comparingLong(ReceivedSpan::startNanos))
                        .toList());
    }

    /** The spans right below another. */
    public List<ReceivedSpan> below(ReceivedSpan above) {
        return spans.stream().filter(span -> span.parentId().equals(above.id())).toList();
    }

    /** The spans whose parent is not among these: the root, or what joined another's trace. */
    public List<ReceivedSpan> tops() {
        return spans.stream()
                .filter(span -> spans.stream().noneMatch(one -> one.id().equals(span.parentId())))
                .toList();
    }

    /** A line a span: when it began after the first, how long it took, and what it is. */
    @Override
    public String toString() {
        long first = spans.stream().mapToLong(ReceivedSpan::startNanos).min().orElse(0);
        return tops().stream().map(top -> lines(top, 0, first)).collect(Collectors.joining());
    }

    private String lines(ReceivedSpan span, int depth, long first) {
        String line =
                "%9.2f ms %9.2f ms  %s%s [%s]%s%n"
                        .formatted(
                                (span.startNanos() - first) / NANOS_PER_MILLI,
                                (span.endNanos() - span.startNanos()) / NANOS_PER_MILLI,
                                "  ".repeat(depth),
                                span.name(),
                                span.kindInWords(),
                                span.status() == 2 ? " ERROR" : "");
        return line
                + below(span).stream()
                        .map(child -> lines(child, depth + 1, first))
                        .collect(Collectors.joining());
    }
}
