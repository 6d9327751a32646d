"""The pages of procedures."""

from django.urls import path

from incidents.web import procedures, procedures_edit, procedures_tree, procedures_versions

urlpatterns = [
    path("procedures", procedures.procedures, name="procedures"),
    path("procedures/file", procedures_versions.bring_in, name="procedure-file"),
    path("procedures/versions/<int:version_id>", procedures_versions.version, name="procedure-version"),
    path("procedures/versions/<int:version_id>/file", procedures_versions.download, name="procedure-download"),
    path("procedures/versions/<int:version_id>/text", procedures_edit.editor, name="procedure-editor"),
    path("procedures/versions/<int:version_id>/types/<str:code>/tree", procedures_tree.tree, name="procedure-tree"),
    path("procedures/versions/<int:version_id>/types/<str:code>/paths", procedures_tree.paths, name="procedure-paths"),
    path("procedures/<str:code>", procedures.procedure, name="procedure"),
    path("procedures/<str:code>/changes", procedures_versions.changes, name="procedure-changes"),
]
