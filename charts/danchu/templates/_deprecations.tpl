{{/*
Values that are gone, or that habit from other charts suggests: each fails with a sentence that says what to write instead.
A removed value stays here for as long as somebody may upgrade over it. The schema lists them too, without a type, so
that this sentence is what people see.
*/}}
{{- define "danchu.deprecations" -}}
{{- $gone := dict
  "replicaCount" "each program has its own number: write gateway.replicas, directory.replicas, disclosure.replicas, voting.replicas"
  "postgresql" "the chart brings no PostgreSQL for production: put the addresses into a Secret and name it in database.existingSecret; for a look, use values-demo.yaml"
  "secrets" "the chart takes no secrets in values, as helm keeps values in clear: put them into Secrets and name those in database, nats, oidc and keys (existingSecret)"
  "serviceAccount" "each program has its own account, without rights and without a token: there is nothing to set"
}}
{{- range $value, $instead := $gone }}
{{- if hasKey $.Values $value }}
{{- fail (printf "\n\n%s: %s.\n" $value $instead) }}
{{- end }}
{{- end }}
{{- end }}
