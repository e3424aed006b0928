package rtm.main.training;

import static rtm.main.training.Exercise.expect;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shows that the link step gave records and switches over types plain code, and that this code does
 * what the JDK's does.
 */
final class PlainCodeExercise implements Exercise {

    private static final int FACTOR = 31;

    private record All(
            boolean flag,
            byte octet,
            char letter,
            short small,
            int number,
            long big,
            float rough,
            double fine,
            String text,
            @Nullable Object any) {}

    private record Empty() {}

    private sealed interface Shape {}

    private record Circle(int radius) implements Shape {}

    private record Square(int side) implements Shape {}

    @Override
    public void run() {
        expect(true, isPlain(All.class, "record$hashCode"));
        expect(true, isPlain(PlainCodeExercise.class, "typeSwitch$0"));
        records();
        switches();
    }

    private static boolean isPlain(Class<?> type, String method) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(declared -> declared.getName().equals(method));
    }

    private static All all(double fine, @Nullable Object any) {
        return new All(true, (byte) -1, 'x', (short) 2, 3, 1L << 40, Float.NaN, fine, "t", any);
    }

    private static void records() {
        All one = all(0.5, List.of("a"));
        expect(
                "All[flag=true, octet=-1, letter=x, small=2, number=3, big=1099511627776, rough=NaN, fine=0.5, text=t, any=[a]]",
                one.toString());
        expect("Empty[]", new Empty().toString());
        expect(true, one.equals(all(0.5, List.of("a"))));
        expect(false, one.equals(all(0.25, List.of("a"))));
        expect(false, one.equals(all(0.5, null)));
        expect(false, Objects.equals(one, null));
        expect(false, all(0.0, null).equals(all(-0.0, null)));
        expect(true, new Empty().equals(new Empty()));
        int hash = Boolean.hashCode(true);
        for (Object component :
                List.of(
                        (byte) -1,
                        'x',
                        (short) 2,
                        3,
                        1L << 40,
                        Float.NaN,
                        0.5,
                        "t",
                        List.of("a"))) {
            hash = hash * FACTOR + component.hashCode();
        }
        expect(hash, one.hashCode());
        expect(0, new Empty().hashCode());
    }

    private static void switches() {
        expect("small circle", name(new Circle(1)));
        expect("circle", name(new Circle(9)));
        expect("square", name(new Square(1)));
        expect("none", name(null));
    }

    private static String name(@Nullable Shape shape) {
        return switch (shape) {
            case null -> "none";
            case Circle(int radius) when radius < 2 -> "small circle";
            case Circle _ -> "circle";
            case Square _ -> "square";
        };
    }
}
