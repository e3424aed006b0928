package rtm.testkit.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules that the description of the HTTP interface states in words are checked like its
 * schemas.
 */
class OpenApiRulesTest {

    private static final String RUNTIMES = "/api/v1/internal/runtimes";

    private static final String RUNNING =
            """
            {"game_id":"g1","status":"running","current_container_id":"c1",
             "current_image_ref":"galaxy/game:1.4.0","engine_endpoint":"http://galaxy-game-g1:8080",
             "state_path":"/state/g1","docker_network":"galaxy",
             "started_at":"2026-04-28T07:18:54Z","stopped_at":null,"removed_at":null,
             "last_op_at":"2026-04-28T07:18:54Z","created_at":"2026-04-28T07:18:54Z"}
            """;

    private static final String FAILED =
            """
            {"id":7,"game_id":"g1","op_kind":"start","op_source":"lobby_stream",
             "source_ref":"runtime:start_jobs/1-0",
             "operation_id":"0d6a3c0e-6a3e-4f5c-9a55-3f2f6b1d2c11","image_ref":"galaxy/game:1.4.0",
             "previous_image_ref":null,"container_id":null,"reason":null,"outcome":"failure",
             "error_code":"image_pull_failed","error_message":"no such image",
             "started_at":"2026-04-28T07:18:54Z","finished_at":"2026-04-28T07:18:55Z"}
            """;

    private final OpenApiContract contract = new OpenApiContract();

    @Test
    void whatIsAsDescribedIsSound() {
        assertThat(record(RUNNING)).isEmpty();
        assertThat(operation(FAILED)).isEmpty();
        assertThat(refusal(404, "{\"code\":\"not_found\",\"message\":\"no game g1\"}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"current_container_id\":\"c1\" | \"current_container_id\":null",
                "\"stopped_at\":null | \"stopped_at\":\"2026-04-28T07:18:54Z\"",
                "\"removed_at\":null | \"removed_at\":\"2026-04-28T07:18:54Z\"",
                "\"status\":\"running\" | \"status\":\"stopped\"",
                "\"status\":\"running\" | \"status\":\"removed\"",
                "\"started_at\":\"2026-04-28T07:18:54Z\" | \"started_at\":\"2026-04-28T07:18:54+00:00\"",
                "\"started_at\":\"2026-04-28T07:18:54Z\" | \"started_at\":\"yesterday\"",
            })
    void aRecordThatContradictsItselfIsNoticed(String sound, String wrong) {
        assertThat(record(replaced(RUNNING, sound, wrong))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"error_code\":\"image_pull_failed\" | \"error_code\":null",
                "\"error_message\":\"no such image\" | \"error_message\":null",
                "\"outcome\":\"failure\" | \"outcome\":\"in_progress\"",
                "\"finished_at\":\"2026-04-28T07:18:55Z\" | \"finished_at\":null",
                "\"finished_at\":\"2026-04-28T07:18:55Z\" | \"finished_at\":\"2026-04-28T09:18:55+02:00\"",
                "\"source_ref\":\"runtime:start_jobs/1-0\" | \"source_ref\":null",
                "\"op_source\":\"lobby_stream\" | \"op_source\":\"gm_rest\"",
                "\"reason\":null | \"reason\":\"boredom\"",
            })
    void anOperationThatContradictsItselfIsNoticed(String sound, String wrong) {
        assertThat(operation(replaced(FAILED, sound, wrong))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":\"conflict\",\"message\":\"no game g1\"}",
                "{\"code\":\"not found\",\"message\":\"no game g1\"}",
                "{\"code\":\"not_found\",\"message\":\"\"}",
                "{\"code\":\"not_found\"}",
            })
    void anErrorOfAnotherCodeOrFormIsNoticed(String error) {
        assertThat(refusal(404, error)).isNotEmpty();
    }

    @Test
    void aCodeIsSeenOnceItWasAnswered() {
        assertThat(contract.unseenCodes()).contains("not_found", "conflict", "method_not_allowed");

        refusal(404, "{\"code\":\"not_found\",\"message\":\"no game g1\"}");

        assertThat(contract.unseenCodes()).doesNotContain("not_found").contains("conflict");
    }

    private static String replaced(String json, String part, String other) {
        assertThat(json).contains(part);
        return json.replace(part, other);
    }

    private List<String> record(String json) {
        return problems("/g1", 200, json);
    }

    private List<String> operation(String json) {
        return problems("/g1/operations", 200, "{\"items\":[" + json + "]}");
    }

    private List<String> refusal(int status, String error) {
        return problems("/g1", status, "{\"error\":" + error + "}");
    }

    private List<String> problems(String path, int status, String json) {
        return contract.problems(
                new HttpExchanged(
                        "GET",
                        RUNTIMES + path,
                        "",
                        status,
                        Map.of("content-type", "application/json"),
                        json));
    }
}
