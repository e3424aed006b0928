package rtm.http.endpoint.image;

import java.util.Optional;
import rtm.domain.image.ImageStock;
import rtm.domain.image.StoredImage;
import rtm.http.endpoint.Endpoint;
import rtm.http.message.Answer;
import rtm.http.message.JsonObjectWriter;
import rtm.http.message.Request;

/** The images of the host that games use or used. */
public record ImagesEndpoint(ImageStock stock) implements Endpoint {

    @Override
    public Answer answer(Request request) {
        return Answer.ok(
                JsonObjectWriter.object(
                        json -> json.objects("items", stock.list(), ImagesEndpoint::write)));
    }

    static void write(JsonObjectWriter json, StoredImage stored) {
        json.text("image_ref", stored.name().value())
                .text("image_id", stored.image().id())
                .number("size_bytes", Optional.of(stored.image().bytes()))
                .number("games", Optional.of((long) stored.games()))
                .time("last_used_at", stored.lastUsedAt())
                .text("kept", stored.kept());
    }
}
