from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "derbyvoice.users"
    label = "users"
    verbose_name = "People"

    def ready(self) -> None:
        from derbyvoice.users import attention, navigation, reports, roles

        navigation.register(navigation.Item("Your desk", "desk_home", order=0))
        navigation.register(navigation.Item("Office", "admin:index", roles=(roles.OFFICE_STAFF,), order=900))
        attention.register(
            attention.Attention(
                key="users_never_came",
                words="people were invited and have not signed in yet",
                one="person was invited and has not signed in yet",
                count=reports.never_came,
                url_name="admin:users_user_changelist",
                order=900,
                roles=(roles.OFFICE_STAFF,),
            )
        )
