{{/*
Migrations run as one of two:

  hook            a Job before install and before each upgrade: the new schema is there before the first new pod, and a
                  migration that fails stops the upgrade while the old pods go on. Everything it needs (the Secrets) must
                  exist before the release does. This is for production.
  initContainer   in every pod, before the program. For a database inside the release (demo): it does not exist yet when
                  a pre-install hook runs, and a post-install hook would wait, under --wait, for pods that wait for it.
                  Safe with several replicas: `migrate` takes an advisory lock.

Either way a migration must suit the code before and after it, as pods of both run side by side during a rollout.
*/}}
{{- define "danchu.migrateContainer" -}}
{{- include "danchu.databaseContainer" (merge (dict "container" "migrate" "args" (list "migrate")) .) }}
{{- end }}

{{/* A container that works on a service's database and needs nothing else: its address is the only secret it sees.
Further arguments: container, args. */}}
{{- define "danchu.databaseContainer" -}}
name: {{ .container }}
image: {{ include "danchu.image" . }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
args: {{- toYaml .args | nindent 2 }}
env:
  - {name: DANCHU_DATABASE_URL_FILE, value: /etc/danchu/database/url}
resources: {{- toYaml .root.Values.migrations.resources | nindent 2 }}
securityContext: {{- include "danchu.containerSecurity" .root | nindent 2 }}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
  - {name: database, mountPath: /etc/danchu/database, readOnly: true}
{{- end }}

{{- define "danchu.databaseVolume" -}}
name: database
secret:
  secretName: {{ include "danchu.databaseSecret" .root }}
  defaultMode: 0440
  items: [{key: {{ .name }}-url, path: url}]
{{- end }}

{{- define "danchu.migrateJob" -}}
{{- $full := printf "%s-%s-migrate" (include "danchu.fullname" .root) .name }}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ $full }}
  labels: {{- include "danchu.labels" (dict "root" .root "name" (printf "%s-migrate" .name)) | nindent 4 }}
  annotations:
    helm.sh/hook: pre-install,pre-upgrade
    # A failed Job stays, with its log; the next one takes its place.
    helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
spec:
  backoffLimit: 3
  activeDeadlineSeconds: {{ .root.Values.migrations.timeoutSeconds }}
  template:
    metadata:
      labels: {{- include "danchu.podLabels" (dict "root" .root "name" (printf "%s-migrate" .name)) | nindent 8 }}
    spec:
      # The namespace's own account, without its token: the program's account is not there yet before an install.
      restartPolicy: Never
      {{- include "danchu.podCommon" .root | nindent 6 }}
      containers:
        - {{- include "danchu.migrateContainer" . | nindent 10 }}
      volumes:
        - {name: tmp, emptyDir: {}}
        - {{- include "danchu.databaseVolume" . | nindent 10 }}
{{- end }}
