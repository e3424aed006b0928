package rtm.it.otlp;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the requests of OTLP by the field numbers of its version 1. */
final class OtlpRequests {

    private OtlpRequests() {}

    static List<ReceivedSpan> spans(ProtoMessage request) {
        return request.messages(1).stream()
                .flatMap(process ->
                        process.messages(2).stream()
                                .flatMap(scope -> scope.messages(2).stream())
                                .map(span -> span(span, resource(process))))
                .toList();
    }

    private static ReceivedSpan span(ProtoMessage span, Map<String, String> resource) {
        return new ReceivedSpan(
                span.hex(1),
                span.hex(2),
                span.hex(4),
                span.text(5),
                span.number(6).orElse(0L).intValue(),
                span.number(7).orElse(0L),
                span.number(8).orElse(0L),
                span.message(15).flatMap(status -> status.number(3)).orElse(0L).intValue(),
                attributes(span, 9),
                resource);
    }

    static List<ReceivedPoint> points(ProtoMessage request) {
        return request.messages(1).stream()
                .flatMap(process -> process.messages(2).stream())
                .flatMap(scope -> scope.messages(2).stream())
                .flatMap(OtlpRequests::pointsOf)
                .toList();
    }

    private static Stream<ReceivedPoint> pointsOf(ProtoMessage metric) {
        Stream<ReceivedPoint> numbers =
                Stream.of(5, 7)
                        .flatMap(data -> metric.messages(data).stream())
                        .flatMap(data -> data.messages(1).stream())
                        .map(point ->
                                point(
                                        metric,
                                        attributes(point, 7),
                                        point.number(6)
                                                .map(Long::doubleValue)
                                                .or(() -> point.real(4))
                                                .orElse(0.0),
                                        1,
                                        false));
        Stream<ReceivedPoint> histograms =
                metric.messages(9).stream()
                        .flatMap(data -> data.messages(1).stream())
                        .map(point ->
                                point(
                                        metric,
                                        attributes(point, 9),
                                        point.real(5).orElse(0.0),
                                        point.number(4).orElse(0L),
                                        true));
        return Stream.concat(numbers, histograms);
    }

    private static ReceivedPoint point(
            ProtoMessage metric,
            Map<String, String> attributes,
            double value,
            long count,
            boolean histogram) {
        return new ReceivedPoint(
                metric.text(1),
                metric.text(3),
                metric.text(2),
                attributes,
                value,
                count,
                histogram);
    }

    private static Map<String, String> resource(ProtoMessage process) {
        return process.message(1).map(resource -> attributes(resource, 1)).orElse(Map.of());
    }

    private static Map<String, String> attributes(ProtoMessage owner, int number) {
        Map<String, String> attributes = new TreeMap<>();
        owner.messages(number).forEach(pair -> attributes.put(pair.text(1), value(pair)));
        return attributes;
    }

    private static String value(ProtoMessage pair) {
        ProtoMessage value = pair.message(2).orElseThrow();
        if (value.fields().containsKey(1)) {
            return value.text(1);
        }
        return Stream.of(2, 3)
                .flatMap(field -> value.number(field).stream())
                .map(String::valueOf)
                .findFirst()
                .or(() -> value.real(4).map(String::valueOf))
                .orElse("?");
    }
}
