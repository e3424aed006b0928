package rtm.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.model.BootId;
import rtm.domain.model.GameId;
import rtm.domain.model.OperationId;
import rtm.domain.port.GameLeases.Holder;

class LeaseClaimTest {

    @Test
    void theKeyIsTheOneOfTheRunbook() {
        assertThat(LeaseClaim.key(new GameId("game-1"))).isEqualTo("rtmanager:game_lease:game-1");
    }

    @Test
    void aHolderIsReadBack() {
        Holder holder = new Holder(new BootId(new UUID(1, 2)), new OperationId(new UUID(3, -4)));

        assertThat(LeaseClaim.holder(holder.toString())).contains(holder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "mine",
                "1-1-1-1-1/1-1-1-1-1",
                "00000000-0000-0001-0000-000000000002",
                "00000000-0000-0001-0000-000000000002/",
                "00000000-0000-0001-0000-000000000002/00000000-0000-0003-0000-000000000004/x"
            })
    void anyOtherValueBelongsToAStranger(String value) {
        assertThat(LeaseClaim.holder(value)).isEmpty();
    }
}
