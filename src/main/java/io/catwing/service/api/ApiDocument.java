package io.catwing.service.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.catwing.bucket.RawKey;
import io.catwing.client.ClientId;
import io.catwing.client.Entity;
import io.catwing.job.RunId;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Arrays;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** {@code /api/v1/openapi.json}: what springdoc cannot see in the controllers. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class ApiDocument {
    private static final String PASSWORD = "password";
    private static final String TOKEN = "token";

    ApiDocument() {
        SpringDocUtils.getConfig()
                .replaceWithSchema(ClientId.class, new StringSchema().pattern("CW-[0-9]{6}"))
                .replaceWithSchema(RunId.class, new StringSchema().example("20260224-031500-7f3a"))
                .replaceWithSchema(
                        RawKey.class, new StringSchema().example("raw-data/CW-000200/2026-02-24/products.json"))
                .replaceWithSchema(
                        Entity.class,
                        new StringSchema()
                                ._enum(Arrays.stream(Entity.values())
                                        .map(Entity::toString)
                                        .toList()));
    }

    @Bean
    OpenAPI api() {
        return new OpenAPI()
                .info(new Info()
                        .title("CatWing pipeline")
                        .version("v1")
                        .description("A viewer may GET; everything else takes an operator."))
                .addSecurityItem(new SecurityRequirement().addList(PASSWORD))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN))
                .components(new Components()
                        .addSecuritySchemes(
                                PASSWORD,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("basic"))
                        .addSecuritySchemes(
                                TOKEN,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")));
    }

    /** In snake_case, as the answers are. */
    @Bean
    ModelResolver namesOfFields(ObjectMapper mapper) {
        return new ModelResolver(mapper);
    }

    /** Any error of any operation. */
    @Bean
    OperationCustomizer problems() {
        Content problem = new Content()
                .addMediaType(
                        "application/problem+json",
                        new MediaType()
                                .schema(new ObjectSchema()
                                        .addProperty("status", new IntegerSchema())
                                        .addProperty("detail", new StringSchema())
                                        .addProperty("hint", new StringSchema())));
        return (operation, method) -> {
            operation
                    .getResponses()
                    .addApiResponse(
                            "default",
                            new ApiResponse().description("A problem").content(problem));
            return operation;
        };
    }
}
