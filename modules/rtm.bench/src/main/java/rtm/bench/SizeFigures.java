package rtm.bench;

import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured with one number of running engines.
 *
 * @param engines how many run
 * @param idlePercent processor while nothing is asked, in percent of one
 * @param megabytes resident memory
 * @param startMillis processor time of a start
 * @param listMillis processor time of the list of all records
 * @param compareMillis processor time of a comparison of all records with all containers
 * @param readyMillis from the start of the program to ready
 */
record SizeFigures(
        int engines,
        double idlePercent,
        double megabytes,
        double startMillis,
        double listMillis,
        double compareMillis,
        double readyMillis) {

    private static final int HUNDRED = 100;
    private static final int THOUSAND = 1_000;

    static void print(List<SizeFigures> sizes) throws IOException {
        all(sizes).print("By the number of running engines");
        further(sizes).print("For one more running engine");
        chart(sizes).write();
        Limits limits = new Limits();
        for (SizeFigures size : sizes) {
            limit(limits, size.engines, size.idlePercent, size.megabytes);
        }
        limits.check();
    }

    private static Table all(List<SizeFigures> sizes) {
        Table table =
                new Table(
                        "engines",
                        "idle, % of a processor",
                        "resident, MB",
                        "start, ms processor",
                        "list, ms processor",
                        "comparison, ms processor",
                        "boot to ready, ms");
        for (SizeFigures size : sizes) {
            table.row(
                    size.engines,
                    size.idlePercent,
                    size.megabytes,
                    size.startMillis,
                    size.listMillis,
                    size.compareMillis,
                    size.readyMillis);
        }
        return table;
    }

    /**
     * What one more engine adds, from each size to the next: the same in each row if it is flat.
     */
    private static Table further(List<SizeFigures> sizes) {
        Table table =
                new Table(
                        "engines",
                        "idle, µs of processor a second",
                        "resident, kB",
                        "list, µs of processor",
                        "comparison, µs of processor",
                        "boot to ready, ms");
        for (int i = 1; i < sizes.size(); i++) {
            SizeFigures less = sizes.get(i - 1);
            SizeFigures size = sizes.get(i);
            double more = size.engines - less.engines;
            table.row(
                    less.engines + " to " + size.engines,
                    (size.idlePercent - less.idlePercent) * 10_000 / more,
                    (size.megabytes - less.megabytes) * 1000 / more,
                    (size.listMillis - less.listMillis) * 1000 / more,
                    (size.compareMillis - less.compareMillis) * 1000 / more,
                    (size.readyMillis - less.readyMillis) / more);
        }
        return table;
    }

    private static double mostIdle(int engines) {
        return most(engines, 0.5, 3);
    }

    private static double mostMegabytes(int engines) {
        return most(engines, 120, 170);
    }

    /** The limit for 100 engines, or for 1,000; not a number for others. */
    private static double most(int engines, double ofHundred, double ofThousand) {
        return switch (engines) {
            case HUNDRED -> ofHundred;
            case THOUSAND -> ofThousand;
            default -> Double.NaN;
        };
    }

    /** Adds what this number of idle engines costs, if it has limits. */
    static Limits limit(Limits limits, int engines, double idlePercent, double megabytes) {
        if (!Double.isNaN(mostIdle(engines))) {
            limits.atMost(
                    engines + " engines, idle, % of a processor", idlePercent, mostIdle(engines));
            limits.atMost(engines + " engines, resident, MB", megabytes, mostMegabytes(engines));
        }
        return limits;
    }

    private static BarChart chart(List<SizeFigures> sizes) {
        BarChart chart = new BarChart("size", "By the number of running engines");
        panel(
                chart,
                sizes,
                "Idle, % of a processor",
                SizeFigures::idlePercent,
                size -> mostIdle(size.engines));
        panel(
                chart,
                sizes,
                "Resident, MB",
                SizeFigures::megabytes,
                size -> mostMegabytes(size.engines));
        panel(chart, sizes, "Start, ms of processor", SizeFigures::startMillis, _ -> Double.NaN);
        panel(chart, sizes, "List, ms of processor", SizeFigures::listMillis, _ -> Double.NaN);
        panel(
                chart,
                sizes,
                "Comparison, ms of processor",
                SizeFigures::compareMillis,
                _ -> Double.NaN);
        panel(chart, sizes, "Boot to ready, ms", SizeFigures::readyMillis, _ -> Double.NaN);
        return chart;
    }

    private static void panel(
            BarChart chart,
            List<SizeFigures> sizes,
            String heading,
            ToDoubleFunction<SizeFigures> figure,
            ToDoubleFunction<SizeFigures> limit) {
        chart.panel(
                heading,
                sizes.stream()
                        .map(size ->
                                new BarChart.Bar(
                                        Integer.toString(size.engines),
                                        figure.applyAsDouble(size),
                                        limit.applyAsDouble(size)))
                        .toList());
    }
}
