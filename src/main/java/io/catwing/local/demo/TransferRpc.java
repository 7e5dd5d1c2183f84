package io.catwing.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catwing.client.Entity;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;

/** The transfer add-on of client CW-000151: JSON-RPC 2.0 by POST, paging inside the body, errors with status 200. */
final class TransferRpc {
    private static final int LARGEST_PAGE = 500;
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int INVALID_PARAMS = -32602;

    private final World world;
    private final ODataOrders orders;
    private final FaultInjection wrongs;

    TransferRpc(World world, ODataOrders orders, FaultInjection wrongs) {
        this.world = world;
        this.orders = orders;
        this.wrongs = wrongs;
    }

    Answer answer(Request request) {
        JsonNode call;
        try {
            call = Answer.JSON.readTree(request.body());
        } catch (IOException e) {
            throw new Request.BadRequest("the body is not JSON", e);
        }
        if (!call.path("method").asText().equals("transfers.search")) {
            return error(call, METHOD_NOT_FOUND, "the method is transfers.search");
        }
        JsonNode params = call.path("params");
        try {
            int first = world.day(LocalDate.parse(params.path("changedFrom").asText()));
            int last = world.day(LocalDate.parse(params.path("changedBefore").asText())) - 1;
            int offset = Math.max(0, params.path("offset").asInt());
            int limit = Math.max(1, Math.min(LARGEST_PAGE, params.path("limit").asInt(LARGEST_PAGE)));
            FaultInjection.Page page =
                    wrongs.page(Entity.TRANSFER_ORDERS, orders.transfers(first, last), offset, limit);
            ObjectNode result = Answer.object();
            result.putArray("transfers").addAll(page.rows());
            result.put("total", page.total());
            ObjectNode body = reply(call);
            body.set("result", result);
            return Answer.json(200, body).padded(page.padding());
        } catch (DateTimeException e) {
            return error(call, INVALID_PARAMS, "changedFrom and changedBefore must be dates");
        }
    }

    private static Answer error(JsonNode call, int code, String message) {
        ObjectNode body = reply(call);
        body.putObject("error").put("code", code).put("message", message);
        return Answer.json(200, body);
    }

    private static ObjectNode reply(JsonNode call) {
        ObjectNode body = Answer.object().put("jsonrpc", "2.0");
        body.set("id", call.path("id").isMissingNode() ? body.nullNode() : call.get("id"));
        return body;
    }
}
