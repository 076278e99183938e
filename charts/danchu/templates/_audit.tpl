{{/*
The nightly walk along the audit chain. It fails, and with it the Job, when an entry is missing or was altered: the alert
DanchuAuditChainBroken watches for that. Arguments as for danchu.workload.
*/}}
{{- define "danchu.auditVerify" -}}
{{- $component := dict "root" .root "name" (printf "%s-audit-verify" .name) }}
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {{ include "danchu.fullname" .root }}-{{ .name }}-audit-verify
  labels: {{- include "danchu.labels" $component | nindent 4 }}
spec:
  schedule: {{ .root.Values.audit.schedule | quote }}
  timeZone: Asia/Ho_Chi_Minh
  concurrencyPolicy: Forbid
  successfulJobsHistoryLimit: 1
  failedJobsHistoryLimit: 3
  jobTemplate:
    spec:
      backoffLimit: 1
      template:
        metadata:
          labels: {{- include "danchu.podLabels" $component | nindent 12 }}
        spec:
          restartPolicy: Never
          {{- include "danchu.podCommon" .root | nindent 10 }}
          containers:
            - {{- include "danchu.databaseContainer" (merge (dict "container" "audit-verify" "args" (list "audit" "verify")) .) | nindent 14 }}
          volumes:
            - {name: tmp, emptyDir: {}}
            - {{- include "danchu.databaseVolume" . | nindent 14 }}
{{- end }}
