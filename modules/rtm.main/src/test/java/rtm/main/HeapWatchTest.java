package rtm.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeapWatchTest {

    private static final long MIB = 1 << 20;

    private long used = 12 * MIB;
    private long live = 12 * MIB;
    private int collections;

    private final HeapWatch watch =
            new HeapWatch(
                    () -> used,
                    () -> {
                        collections++;
                        used = live;
                    });

    @Test
    void aHeapThatGrowsIsCollectedEachTimeItHasGrown() {
        grow(25);
        assertThat(collections).isEqualTo(2);
        grow(25);
        assertThat(collections).isEqualTo(4);
    }

    @Test
    void whileItGrowsItIsLookedAtMoreOften() {
        assertThat(watch.look()).isEqualTo(Duration.ofSeconds(1));
        used += 6 * MIB;
        assertThat(watch.look()).isEqualTo(Duration.ofMillis(100));
        used += 6 * MIB;
        assertThat(watch.look()).isEqualTo(Duration.ofMillis(100));
        assertThat(watch.look()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void theSmallGrowthBetweenTwoYoungCollectionsIsNoReason() {
        for (int i = 0; i < 100; i++) {
            used = (12 + i % 8) * MIB;
            watch.look();
        }
        assertThat(collections).isZero();
    }

    @Test
    void whatIsInUseIsNotCollectedAgainAndAgain() {
        live = 100 * MIB;
        used = 100 * MIB;
        watch.look();
        for (int i = 0; i < 100; i++) {
            used = (100 + i % 8) * MIB;
            watch.look();
        }
        assertThat(collections).isZero();
    }

    private void grow(int mebibytes) {
        for (int i = 0; i < mebibytes; i++) {
            used += MIB;
            watch.look();
        }
    }
}
